package dev.headroom.cli.otelcol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cli.reconcile.ReconciliationReport;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real Collectors with the shipped configurations, while Kafka is away for a time and each of them
 * is killed once: what ClickHouse holds is what they reported. How long Kafka is away is {@code
 * -Dheadroom.collector.outageSeconds}.
 */
@WithRealCollector
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorTest {
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("headroom.collector.outageSeconds", 20));
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Set<String> BILLED = Set.of("user", "nice", "system", "interrupt");

  private final List<AutoCloseable> started = new ArrayList<>();
  private CollectorStack stack;
  private OtelCollector toGateway;
  private OtelCollector toKafka;
  private OtelCollector gateway;
  private long delphi;
  private long emberly;
  private long ofNobody;

  @SuppressWarnings("NullAway") // set before every test
  CollectorTest() {}

  private static void pause(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
  }

  private OtelCollector collector(
      String configuration, Path folder, Map<String, String> environment) throws Exception {
    OtelCollector collector =
        new OtelCollector(configuration, folder.resolve(configuration), environment);
    started.add(0, collector);
    collector.start();
    return collector;
  }

  @BeforeAll
  void letKafkaGoAndKillCollectors(@TempDir Path folder) throws Exception {
    stack = new CollectorStack(folder);
    started.add(stack);
    String kafka = stack.bootstrapServers();
    toGateway =
        collector(
            "vm-to-gateway",
            folder,
            Map.of(
                "HEADROOM_GATEWAY",
                stack.gatewayUrl(),
                "HEADROOM_TOKEN",
                CollectorStack.TOKEN,
                "HEADROOM_HOST",
                "vm-1"));
    toKafka =
        collector(
            "vm-to-kafka",
            folder,
            Map.of(
                "HEADROOM_KAFKA",
                kafka,
                "HEADROOM_TOPIC",
                CollectorStack.OF_BOREALIS,
                "HEADROOM_TENANT",
                "borealis",
                "HEADROOM_HOST",
                "vm-2"));
    gateway =
        collector(
            "gateway-to-kafka",
            folder,
            Map.of("HEADROOM_KAFKA", kafka, "HEADROOM_TOPIC", CollectorStack.KEYED));
    TenantSender first = new TenantSender(gateway.metricsUrl(), "delphi");
    TenantSender second = new TenantSender(gateway.metricsUrl(), "emberly");
    TenantSender third = new TenantSender(gateway.metricsUrl(), "");
    pause(Duration.ofSeconds(5));
    outage();
    pause(Duration.ofSeconds(5));
    for (TenantSender sender : List.of(first, second, third)) {
      sender.end();
    }
    delphi = first.acknowledged();
    emberly = second.acknowledged();
    ofNobody = third.acknowledged();
    for (OtelCollector collector : List.of(toGateway, toKafka, gateway)) {
      collector.stop();
      collector.startToDrain();
    }
  }

  private void outage() throws Exception {
    stack.stopKafka();
    pause(OUTAGE.dividedBy(2));
    for (OtelCollector collector : List.of(toGateway, toKafka, gateway)) {
      collector.killAfterMeasuring();
      collector.start();
    }
    pause(OUTAGE.dividedBy(2));
    stack.startKafka();
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable each : started) {
      each.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"acme, gateway", "borealis, kafka"})
  void usageIsWhatTheCollectorReported(String tenant, String way) throws Exception {
    List<ReportedPoint> points = (way.equals("gateway") ? toGateway : toKafka).reported();
    stack.awaitUsage(
        tenant,
        "cpu.used",
        ReportedUsage.increase(
            points,
            point ->
                point.metric().equals("system.cpu.time")
                    && BILLED.contains(point.attributes().get("cpu.mode"))));
    stack.awaitUsage(
        tenant,
        "network.transmit",
        ReportedUsage.increase(
            points,
            point ->
                point.metric().equals("system.network.io")
                    && "transmit".equals(point.attributes().get("network.io.direction"))));
    stack.awaitUsage(
        tenant,
        "memory.used",
        ReportedUsage.overTime(
            points,
            point ->
                point.metric().equals("system.memory.usage")
                    && "used".equals(point.attributes().get("system.memory.state"))));
  }

  @Test
  void whatTheGatewayRoleHasAcknowledgedIsTheTenantsOfTheHeader() {
    stack.awaitUsage("delphi", "requests", BigDecimal.valueOf(delphi));
    stack.awaitUsage("emberly", "requests", BigDecimal.valueOf(emberly));
  }

  @Test
  void aRecordWithoutATenantIsSetAside() {
    String query = "SELECT uniqExact(payload) FROM quarantine WHERE reason = 'no-tenant'";
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline
        && Long.parseLong(stack.query("SELECT sum(points) FROM quarantine")) < ofNobody) {
      pause(Duration.ofMillis(500));
    }
    assertThat(Long.parseLong(stack.query(query))).isPositive();
    assertThat(Long.parseLong(stack.query("SELECT sum(points) FROM quarantine")))
        .isGreaterThanOrEqualTo(ofNobody);
  }

  @Test
  void theKeyIsTheTenantAndThePartitionIsThatOfAJavaClient() {
    List<ConsumerRecord<byte[], byte[]>> records = stack.records(CollectorStack.KEYED);
    Set<String> keys = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      keys.add(record.key() == null ? "" : new String(record.key(), UTF_8));
      if (record.key() != null) {
        assertThat(record.partition())
            .isEqualTo(Utils.toPositive(Utils.murmur2(record.key())) % CollectorStack.PARTITIONS);
      }
      assertThat(record.headers()).isEmpty();
    }
    assertThat(keys).containsExactlyInAnyOrder("delphi", "emberly", "");
  }

  @Test
  void aResourceIsARecordAndStaysInItsPartition() {
    Set<Integer> partitions = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : stack.records(CollectorStack.OF_BOREALIS)) {
      assertThat(record.key()).hasSize(16);
      partitions.add(record.partition());
    }
    assertThat(partitions).hasSize(1);
  }

  @Test
  void everyLinkIsEqualOrNotToBeProvenOfWhoNumbersNothing() throws Exception {
    usageIsWhatTheCollectorReported("acme", "gateway");
    usageIsWhatTheCollectorReported("borealis", "kafka");
    whatTheGatewayRoleHasAcknowledgedIsTheTenantsOfTheHeader();
    aRecordWithoutATenantIsSetAside();
    for (OtelCollector collector : List.of(toGateway, toKafka, gateway)) {
      collector.stop();
    }
    pause(Duration.ofSeconds(3));
    ReconciliationReport report = stack.reconcile();
    assertThat(report.isEqual()).as(report.text()).isTrue();
    assertThat(report.text())
        .contains("direct-collectors.borealis-")
        .contains("direct-collectors.keyed-")
        .contains("of a direct producer: nothing says how many records it sent");
  }
}
