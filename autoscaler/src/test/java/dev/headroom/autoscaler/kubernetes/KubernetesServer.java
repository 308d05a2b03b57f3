package dev.headroom.autoscaler.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.autoscaler.config.KubernetesObjects;
import dev.headroom.autoscaler.config.KubernetesSettings;
import dev.headroom.autoscaler.config.LeaseSettings;
import dev.headroom.embedded.LocalPort;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A real control plane on free ports of 127.0.0.1: etcd, the API server with RBAC, the controllers
 * and the scheduler. There is no kubelet, so pods are made and deleted, but none ever runs, except
 * on a {@link #newNode}, which KWOK plays. Tests keep apart by namespaces.
 */
public final class KubernetesServer implements AutoCloseable {
  /** Where the files for Kubernetes are shipped. */
  static final Path DEPLOY = root().resolve("deploy").resolve("kubernetes");

  private static final Path SOURCES = root().resolve("autoscaler").resolve("kubernetes");
  private static final String PLAYED = "headroom.test/played";
  private static final Duration START = Duration.ofMinutes(1);
  private static final KubernetesObjects NOTHING =
      KubernetesObjects.of(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  private static final String ADMIN = "admin-token";

  private final Path folder;
  private final int port = LocalPort.free();
  private final List<Process> processes = new ArrayList<>();
  private final AtomicInteger namespaces = new AtomicInteger();

  private KubernetesServer(Path folder) {
    this.folder = folder;
  }

  private static Path root() {
    Path module = Path.of("").toAbsolutePath();
    Path parent = module.getParent();
    return parent == null ? module : parent;
  }

  /** Builds it if it never was, and starts it. */
  static KubernetesServer start() {
    try {
      KubernetesServer server =
          new KubernetesServer(Files.createTempDirectory("headroom-kubernetes"));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      server.run();
      return server;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("Kubernetes did not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path binaries() throws IOException, InterruptedException {
    Path build = SOURCES.resolve("build");
    Process process =
        new ProcessBuilder(build.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String answer = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException("Kubernetes could not be built");
    }
    return Path.of(answer);
  }

  private void run() throws IOException, InterruptedException, GeneralSecurityException {
    Path binaries = binaries();
    String etcd = "http://127.0.0.1:" + LocalPort.free();
    String peer = "http://127.0.0.1:" + LocalPort.free();
    start(
        binaries,
        "etcd",
        "--data-dir=" + folder.resolve("etcd"),
        "--unsafe-no-fsync",
        "--listen-client-urls=" + etcd,
        "--advertise-client-urls=" + etcd,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer);
    Path key = Files.writeString(folder.resolve("service-accounts.key"), newKey());
    Path tokens =
        Files.writeString(
            folder.resolve("tokens.csv"), ADMIN + ",admin,admin,\"system:masters\"\n");
    start(
        binaries,
        "kube-apiserver",
        "--etcd-servers=" + etcd,
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + folder.resolve("certificates"),
        "--token-auth-file=" + tokens,
        "--authorization-mode=RBAC",
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + key,
        "--service-account-signing-key-file=" + key);
    await("the API server", this::isReady);
    start(
        binaries,
        "kube-controller-manager",
        "--kubeconfig=" + kubeconfig("admin", ADMIN),
        "--leader-elect=false",
        "--secure-port=0",
        "--node-monitor-grace-period=1h",
        "--service-account-private-key-file=" + key);
    start(
        binaries,
        "kube-scheduler",
        "--kubeconfig=" + kubeconfig("admin", ADMIN),
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
        "--secure-port=" + LocalPort.free());
    start(
        binaries,
        "kwok",
        "--kubeconfig=" + kubeconfig("admin", ADMIN),
        "--manage-nodes-with-annotation-selector=" + PLAYED + "=yes",
        "--server-address=127.0.0.1:" + LocalPort.free(),
        "--config=" + SOURCES.resolve("stages.yaml"));
  }

  private void start(Path binaries, String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(binaries.resolve(name).toString()));
    command.addAll(List.of(arguments));
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start());
  }

  private static String newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key)
        + "\n-----END PRIVATE KEY-----\n";
  }

  private boolean isReady() {
    for (Process process : processes) {
      if (!process.isAlive()) {
        throw new AssertionError("a server ended: see the logs in " + folder);
      }
    }
    if (!Files.exists(folder.resolve("certificates").resolve("apiserver.crt"))) {
      return false;
    }
    try (KubernetesClient client = client()) {
      return "ok".equals(client.raw("/readyz"));
    } catch (RuntimeException e) {
      return false;
    }
  }

  public static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain for " + what);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** A file with which somebody may connect. */
  Path kubeconfig(String name, String token) {
    try {
      return Files.writeString(
          folder.resolve(name + ".kubeconfig"),
          """
          apiVersion: v1
          kind: Config
          clusters:
            - {name: test, cluster: {server: "https://127.0.0.1:%d", certificate-authority: %s}}
          users:
            - {name: me, user: {token: "%s"}}
          contexts:
            - {name: test, context: {cluster: test, user: me}}
          current-context: test
          """
              .formatted(port, folder.resolve("certificates").resolve("apiserver.crt"), token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the file; objects by what they are for. */
  public static KubernetesSettings settings(
      Path kubeconfig, String namespace, KubernetesObjects objects) {
    return new KubernetesSettings(
        kubeconfig,
        null,
        new LeaseSettings(namespace, "headroom-autoscaler", Duration.ofSeconds(5)),
        objects);
  }

  /** Of one who may do everything. */
  public KubernetesClient client() {
    return client(kubeconfig("admin", ADMIN));
  }

  /** A file of one who may do everything. */
  public Path adminKubeconfig() {
    return kubeconfig("admin", ADMIN);
  }

  static KubernetesClient client(Path kubeconfig) {
    try {
      return KubernetesClients.of(settings(kubeconfig, "any", NOTHING));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that nobody else uses. */
  public String newNamespace() {
    String name = "test-" + namespaces.incrementAndGet();
    try (KubernetesClient client = client()) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    return name;
  }

  /**
   * A node that only pods of this namespace are placed on, if they tolerate and select what is
   * called like it.
   */
  public void newNode(String namespace, String cpu) {
    try (KubernetesClient client = client()) {
      client
          .resource(
              """
              apiVersion: v1
              kind: Node
              metadata:
                name: %1$s
                labels: {test: %1$s}
                annotations: {%2$s: "yes"}
              spec: {taints: [{key: test, value: %1$s, effect: NoSchedule}]}
              status:
                allocatable: {cpu: "%3$s", memory: 64Gi, pods: "100"}
                capacity: {cpu: "%3$s", memory: 64Gi, pods: "100"}
              """
                  .formatted(namespace, PLAYED, cpu))
          .create();
    }
  }

  /** The API server answers nobody until {@link #goOn}. */
  public void halt() throws IOException, InterruptedException {
    signal("-STOP");
  }

  public void goOn() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    long apiServer = processes.get(1).pid();
    if (new ProcessBuilder("kill", signal, "" + apiServer).start().waitFor() != 0) {
      throw new IOException("kill " + signal + " failed");
    }
  }

  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).destroyForcibly();
    }
  }
}
