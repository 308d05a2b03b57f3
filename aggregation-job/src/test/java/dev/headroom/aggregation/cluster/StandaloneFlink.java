package dev.headroom.aggregation.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.embedded.LocalPort;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Flink standalone cluster: a job manager and task managers, each a JVM of its own, with Flink's
 * own artifacts on the class path and nothing of ours. What runs there comes out of the job's jar.
 */
final class StandaloneFlink implements AutoCloseable {
  /**
   * The modules that flink-dist is made of; flink-dist itself is in no Maven repository since Flink
   * 2.
   */
  private static final Pattern FLINK =
      Pattern.compile(
          "(flink-(?!connector-kafka)|frocksdbjni|kryo|minlog|objenesis|reflectasm|javassist"
              + "|commons-(lang3|text|cli|collections|compress|io|math3)|snakeyaml-engine"
              + "|slf4j-api|logback-|lz4-java|snappy-java|zstd-jni|async-profiler|jsr305).*\\.jar");

  private static final List<String> OPENED =
      List.of("java.lang", "java.net", "java.io", "java.nio", "java.util", "java.util.concurrent");

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Path folder;
  private final int restPort = LocalPort.free();
  private final Process jobManager;
  private final List<Process> taskManagers = new ArrayList<>();

  StandaloneFlink(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("config.yaml"), configuration());
    Files.writeString(
        folder.resolve("logback.xml"),
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="out"/></root>
        </configuration>
        """);
    jobManager =
        start(
            "jobmanager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
    startTaskManager();
  }

  private String configuration() {
    return """
    jobmanager.rpc.address: 127.0.0.1
    jobmanager.rpc.port: %d
    jobmanager.bind-host: 127.0.0.1
    taskmanager.host: 127.0.0.1
    taskmanager.bind-host: 127.0.0.1
    rest.address: 127.0.0.1
    rest.bind-address: 127.0.0.1
    rest.port: %d
    heartbeat.interval: 1 s
    heartbeat.timeout: 6 s
    io.tmp.dirs: %s
    taskmanager.numberOfTaskSlots: 2
    taskmanager.cpu.cores: 1.0
    taskmanager.memory.task.heap.size: 256m
    taskmanager.memory.task.off-heap.size: 64m
    taskmanager.memory.managed.size: 64m
    taskmanager.memory.network.min: 32m
    taskmanager.memory.network.max: 32m
    taskmanager.memory.framework.heap.size: 64m
    taskmanager.memory.framework.off-heap.size: 64m
    taskmanager.memory.jvm-metaspace.size: 256m
    taskmanager.memory.jvm-overhead.min: 64m
    taskmanager.memory.jvm-overhead.max: 64m
    """
        .formatted(LocalPort.free(), restPort, folder);
  }

  private Process start(String name, String mainClass) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-Dlogback.configurationFile=" + folder.resolve("logback.xml"));
    OPENED.forEach(p -> command.add("--add-opens=java.base/" + p + "=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath(), mainClass, "--configDir", folder.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> FLINK.matcher(Path.of(entry).getFileName().toString()).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }

  void startTaskManager() throws IOException {
    taskManagers.add(
        start(
            "taskmanager-" + taskManagers.size(),
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"));
  }

  /** As {@code kill -9} does. */
  void killTaskManager() {
    taskManagers.get(taskManagers.size() - 1).destroyForcibly();
  }

  /** Uploads a jar and runs its main class; returns the job's id. */
  String run(Path jar, String... arguments) throws IOException, InterruptedException {
    JobFixture.await(this::isUp);
    String path = upload(jar).path("filename").asText();
    String id = path.substring(path.lastIndexOf('/') + 1);
    String body = json.writeValueAsString(Map.of("programArgsList", List.of(arguments)));
    HttpRequest request =
        HttpRequest.newBuilder(rest("/jars/" + id + "/run"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return send(request).path("jobid").asText();
  }

  String status(String job) {
    try {
      return send(HttpRequest.newBuilder(rest("/jobs/" + job)).build()).path("state").asText();
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }

  private boolean isUp() {
    try {
      JsonNode overview = send(HttpRequest.newBuilder(rest("/overview")).build());
      return overview.path("slots-available").asInt() > 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private JsonNode upload(Path jar) throws IOException, InterruptedException {
    String boundary = "headroom-boundary";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\nContent-Type: application/x-java-archive\r\n\r\n"
            .formatted(boundary, jar.getFileName());
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(Files.readAllBytes(jar));
    body.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
    return send(
        HttpRequest.newBuilder(rest("/jars/upload"))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build());
  }

  private URI rest(String path) {
    return URI.create("http://127.0.0.1:" + restPort + path);
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(request.uri() + " answers " + response.body());
    }
    return json.readTree(response.body());
  }

  @Override
  public void close() {
    List<Process> all = new ArrayList<>(taskManagers);
    all.add(jobManager);
    all.forEach(Process::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }
}
