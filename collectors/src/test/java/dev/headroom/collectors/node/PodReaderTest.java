package dev.headroom.collectors.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headroom.collectors.BearerToken;
import dev.headroom.collectors.node.NodeCollectorConfig.Rule;
import dev.headroom.collectors.node.WorkloadMatch.TenantFrom;
import dev.headroom.usage.TenantId;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Pods as the kubelet tells of them, and a kubelet that does not. */
class PodReaderTest {
  private static final TenantFrom RULE = new TenantFrom.Rule();

  @TempDir private static Path certificates;

  @TempDir private Path root;
  private FakeKubelet kubelet;
  private Optional<Path> stateFile = Optional.empty();
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  @BeforeEach
  void start() throws Exception {
    kubelet = new FakeKubelet(root);
    Files.createDirectories(root.resolve("proc/sys/kernel/random"));
    Files.writeString(root.resolve("proc/sys/kernel/random/boot_id"), "boot");
    Files.writeString(root.resolve("proc/stat"), "cpu  100 0 0 0 0 0 0 0\n");
    said.start();
    ((Logger) LoggerFactory.getLogger(PodReader.class)).addAppender(said);
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger(PodReader.class)).detachAppender(said);
    kubelet.close();
  }

  private Sampler sampler(WorkloadMatch... matches) {
    List<Rule> rules =
        Arrays.stream(matches)
            .map(m -> new Rule(new TenantId("acme"), new BearerToken("t"), m))
            .toList();
    return new Sampler(
        new Workloads(rules),
        new Sampler.Machine(root.resolve("proc"), root.resolve("sys"), ""),
        Optional.of(new PodReader(new KubeletClient(kubelet.settings()))),
        stateFile.map(LedgerFile::new),
        Clock.systemUTC(),
        0,
        new NodeMetrics(OpenTelemetry.noop()));
  }

  private static WorkloadMatch pods(String namespace, TenantFrom from) {
    return new WorkloadMatch.Pod(new Glob(namespace), Map.of(), from);
  }

  /** Two pods: {@code shop/web} of acme, and {@code other/db} without a label. */
  private void kubeletSays(long webNanos, long dbNanos) {
    kubelet.pods =
        """
        {"kind": "PodList", "apiVersion": "v1", "items": [
          {"metadata": {"name": "web", "namespace": "shop", "uid": "u-1",
             "labels": {"headroom.dev/tenant": "acme", "app": "web"}},
           "spec": {"containers": [{"name": "nginx", "resources": {
             "requests": {"cpu": "250m", "memory": "64Mi", "ephemeral-storage": "1Gi"},
             "limits": {"cpu": "1", "memory": "128Mi"}}}]},
           "status": {"phase": "Running"}},
          {"metadata": {"name": "db", "namespace": "other", "uid": "u-2"},
           "spec": {"containers": [{"name": "pg", "resources": {"requests": {"cpu": "2"}}}]},
           "status": {"phase": "Succeeded"}}]}
        """;
    kubelet.summary =
        """
        {"node": {"nodeName": "node-1"}, "pods": [
          {"podRef": {"name": "web", "namespace": "shop", "uid": "u-1"},
           "startTime": "2026-11-01T00:00:00Z",
           "cpu": {"time": "2026-11-26T00:00:00Z", "usageNanoCores": 5, "usageCoreNanoSeconds": %d},
           "memory": {"usageBytes": 5000, "workingSetBytes": 4000, "rssBytes": 3000},
           "network": {"name": "eth0", "rxBytes": 10, "txBytes": %d,
             "interfaces": [{"name": "eth0", "rxBytes": 10, "rxErrors": 0, "txBytes": %d}]},
           "volume": [{"name": "data", "usedBytes": 700, "capacityBytes": 9000,
             "pvcRef": {"name": "claim", "namespace": "shop"}}],
           "ephemeral-storage": {"usedBytes": 300, "capacityBytes": 5000}},
          {"podRef": {"name": "db", "namespace": "other", "uid": "u-2"},
           "cpu": {"usageCoreNanoSeconds": %d}}]}
        """
            .formatted(webNanos, webNanos, webNanos, dbNanos);
  }

  private static Map<String, Long> figures(Sampler sampler) {
    return sampler.sample().sums().entrySet().stream()
        .collect(
            Collectors.toMap(
                e ->
                    e.getKey().metric().text()
                        + " "
                        + e.getKey().attributes().get(Workloads.WORKLOAD)
                        + text(e.getKey().attributes(), "tenant.id")
                        + text(e.getKey().attributes(), "network.io.direction")
                        + text(e.getKey().attributes(), "k8s.persistentvolumeclaim.name")
                        + text(e.getKey().attributes(), "k8s.container.name"),
                e -> e.getValue().value(),
                Long::sum));
  }

  private static String text(Attributes attributes, String key) {
    String value = attributes.get(AttributeKey.stringKey(key));
    return value == null ? "" : " " + value;
  }

  @Test
  void reportsWhatPodsUseAndReserve() {
    kubeletSays(1_000, 50);
    Sampler sampler = sampler(pods("shop", RULE));
    kubeletSays(1_700, 80);
    assertThat(figures(sampler))
        .containsOnly(
            Map.entry("k8s.pod.cpu.time shop/web", 700L),
            Map.entry("k8s.pod.memory.working_set shop/web", 4_000L),
            Map.entry("k8s.pod.filesystem.usage shop/web", 300L),
            Map.entry("k8s.pod.network.io shop/web receive", 0L),
            Map.entry("k8s.pod.network.io shop/web transmit", 700L),
            Map.entry("k8s.pod.volume.usage shop/web claim", 700L),
            Map.entry("k8s.pod.volume.capacity shop/web claim", 9_000L),
            Map.entry("k8s.container.cpu.request shop/web nginx", 250_000_000L),
            Map.entry("k8s.container.cpu.limit shop/web nginx", 1_000_000_000L),
            Map.entry("k8s.container.memory.request shop/web nginx", 64L << 20),
            Map.entry("k8s.container.memory.limit shop/web nginx", 128L << 20),
            Map.entry("k8s.container.ephemeral_storage.request shop/web nginx", 1L << 30));
  }

  @Test
  void takesTheTenantFromALabelOrTheNamespace() {
    kubeletSays(1_000, 50);
    Sampler sampler =
        sampler(
            pods("*", new TenantFrom.Label("headroom.dev/tenant")),
            new WorkloadMatch.Pod(new Glob("*"), Map.of("app", new Glob("nothing*")), RULE),
            pods("*", new TenantFrom.Namespace()));
    kubeletSays(1_700, 80);
    assertThat(figures(sampler))
        .containsEntry("k8s.pod.cpu.time shop/web acme", 700L)
        .containsEntry("k8s.pod.cpu.time other/db other", 30L)
        // It has ended, and holds nothing any more.
        .doesNotContainKey("k8s.container.cpu.request other/db other pg");
  }

  @Test
  void saysOnceWhatIsWrongAndGoesOnWithTheRest() {
    kubeletSays(1_000, 50);
    Sampler sampler = sampler(pods("*", RULE), new WorkloadMatch.Machine());
    kubelet.status = 403;
    assertThat(figures(sampler)).containsKey("system.cpu.time unknown");
    assertThat(figures(sampler)).containsKey("system.cpu.time unknown");
    assertSaid("403: the service account may not");
    kubelet.status = 401;
    figures(sampler);
    assertSaid("401: the token is not accepted");
    kubelet.status = 500;
    figures(sampler);
    assertSaid("status 500");
    kubelet.status = 200;
    kubelet.pods = "<html>";
    figures(sampler);
    assertSaid("/pods answers with what is not JSON");
    kubelet.pods = "[1, {\"items\": 3}]";
    figures(sampler);
    assertSaid("no list 'items'");
    kubeletSays(1_100, 50);
    kubelet.delayMillis = 4_000;
    figures(sampler);
    assertSaid("/pods does not answer within 2000 ms");
    kubelet.delayMillis = 0;
    assertThat(figures(sampler)).containsEntry("k8s.pod.cpu.time shop/web", 100L);
    assertSaid("the kubelet answers again");
    kubelet.close();
    figures(sampler);
    assertSaid("/pods cannot be reached");
  }

  private void assertSaid(String text) {
    assertThat(said.list).hasSize(1);
    assertThat(said.list.get(0).getFormattedMessage()).contains(text).doesNotContain("\n");
    assertThat(said.list.get(0).getThrowableProxy()).isNull();
    said.list.clear();
  }

  @Test
  void refusesAKubeletOfAnotherAuthority() throws Exception {
    FakeKubelet stranger = new FakeKubelet(Files.createDirectories(certificates.resolve("other")));
    stranger.close();
    KubeletSettings mine = kubelet.settings();
    KubeletSettings wrong =
        new KubeletSettings(
            mine.endpoint(), stranger.settings().caFile(), mine.tokenFile(), mine.timeout());
    PodReader reader = new PodReader(new KubeletClient(wrong));
    assertThat(reader.read(new Workloads(List.of()))).isEmpty();
    assertSaid("/pods cannot be reached: javax.net.ssl.SSLHandshakeException");
  }

  @Test
  void doesNotTakePodsForNewThatItCouldNotReadAtFirst() {
    kubelet.status = 503;
    kubeletSays(1_000, 50);
    Sampler sampler = sampler(pods("*", RULE));
    kubelet.status = 200;
    assertThat(figures(sampler)).containsEntry("k8s.pod.cpu.time shop/web", 0L);
    kubeletSays(1_200, 50);
    assertThat(figures(sampler)).containsEntry("k8s.pod.cpu.time shop/web", 200L);
  }

  @Test
  void countsNothingForAFigureThatFalls() {
    kubeletSays(1_000, 50);
    Sampler sampler = sampler(pods("*", RULE));
    kubeletSays(400, 50);
    assertThat(figures(sampler)).containsEntry("k8s.pod.cpu.time shop/web", 0L);
    kubeletSays(450, 50);
    assertThat(figures(sampler)).containsEntry("k8s.pod.cpu.time shop/web", 50L);
  }

  @Test
  void goesOnAfterARestartDuringWhichTheKubeletWasAwayToo() {
    stateFile = Optional.of(root.resolve("state"));
    kubeletSays(1_000, 50);
    sampler(pods("*", RULE)).sample();
    kubelet.status = 503;
    Sampler after = sampler(pods("*", RULE));
    for (int i = 0; i < 3; i++) {
      after.sample();
    }
    kubelet.status = 200;
    kubeletSays(1_300, 50);
    assertThat(figures(after)).containsEntry("k8s.pod.cpu.time shop/web", 300L);
  }
}
