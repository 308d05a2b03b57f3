package dev.headroom.embedded;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with this one's class path that runs somebody's {@code main}, and ends when this process
 * ends: its standard input is a pipe from here, and the operating system closes that however this
 * process dies.
 */
public final class JvmProcess {
  /** Flink's serializers and Kafka's buffers reach into these. */
  private static final List<String> OPENED =
      List.of("java.lang", "java.net", "java.io", "java.nio", "java.time", "java.util");

  private final Process process;

  private JvmProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param log takes all output
   * @param logback the logging configuration
   */
  public static JvmProcess start(
      Path log, Path logback, String heap, Class<?> main, List<String> arguments)
      throws IOException {
    return start(log, logback, heap, main.getName(), arguments);
  }

  /** As the other one, of a class by its name. */
  public static JvmProcess start(
      Path log, Path logback, String heap, String mainClass, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Duser.timezone=UTC");
    command.add("-Dlogback.configurationFile=" + logback);
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(JvmProcess.class.getName());
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // Options meant for this JVM (heap, agents, debuggers) would be the child's too.
    builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    return new JvmProcess(builder.start());
  }

  /** In the child: watches the parent and calls the real main. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread parent = new Thread(JvmProcess::haltWithParent, "parent");
    parent.setDaemon(true);
    parent.start();
    String[] rest = List.of(arguments).subList(1, arguments.length).toArray(String[]::new);
    Method main = Class.forName(arguments[0]).getMethod("main", String[].class);
    main.setAccessible(true); // the class need not be public
    main.invoke(null, (Object) rest);
  }

  private static void haltWithParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent writes nothing; only the end of the stream says something.
      }
    } catch (IOException e) {
      System.err.println("the parent cannot be watched: " + e);
    }
    Runtime.getRuntime().halt(0);
  }

  /** Until it has ended, by itself or not. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9}, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
