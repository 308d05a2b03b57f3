package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To whom usage is attributed: by who reports it, whose it claims to be, and where it says so. */
class AttributionTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:30:00Z");
  private static final MeterSet METERS =
      MeterSet.parse(
          "meters.yaml",
          """
          apiVersion: headroom.dev/v1
          kind: Meters
          meters:
            - name: requests
              unit: "{request}"
              aggregation: sum
              from: [{metric: headroom.requests, unit: "{request}"}]
          """);

  private final ResourceUsage usage = new ResourceUsage();
  private final OutcomeCounts outcomes = new OutcomeCounts();

  private void report(Reporter reporter, int minute, String point, String scope, String resource)
      throws Exception {
    ResourceMetrics.Builder message = ResourceMetrics.newBuilder();
    claim(resource, () -> message.getResourceBuilder().addAttributesBuilder());
    var scopeMetrics = message.addScopeMetricsBuilder();
    claim(scope, () -> scopeMetrics.getScopeBuilder().addAttributesBuilder());
    var metric = scopeMetrics.addMetricsBuilder().setName("headroom.requests").setUnit("{request}");
    var data = metric.getSumBuilder().setAggregationTemporalityValue(1).setIsMonotonic(true);
    var number = data.addDataPointsBuilder().setAsInt(1);
    number.setTimeUnixNano(NOW.minusSeconds(60L * minute).getEpochSecond() * 1_000_000_000L);
    claim(point, number::addAttributesBuilder);
    byte[] bytes = message.build().toByteArray();
    usage.apply(
        bytes,
        0,
        bytes.length,
        reporter,
        METERS,
        WindowGrid.UTC,
        MeteringLimits.DEFAULTS,
        NOW,
        outcomes);
  }

  private static void claim(
      String tenant,
      java.util.function.Supplier<io.opentelemetry.proto.common.v1.KeyValue.Builder> at) {
    if (!tenant.equals("-")) {
      at.get().setKey("tenant.id").getValueBuilder().setStringValue(tenant);
    }
  }

  /** Requests by tenant; those of nobody under the reporter's name. */
  private Map<String, BigInteger> requests(String reporter) {
    Map<String, BigInteger> requests = new TreeMap<>();
    usage.drain(
        METERS,
        WindowGrid.UTC,
        (meter, attribution, start, end, dimensions, part, raw) ->
            requests.merge(
                attribution.tenantOr(reporter),
                raw.divide(BigInteger.valueOf(1_000_000_000)),
                BigInteger::add));
    return requests;
  }

  @ParameterizedTest(name = "{0} says point={1} scope={2} resource={3}: {4}")
  @CsvSource(
      textBlock =
          """
          # reporter,         point,   scope,   resource, outcome
          acme,               -,       -,       -,        acme
          acme,               acme,    -,       -,        acme
          acme,               -,       acme,    -,        acme
          acme,               -,       -,       acme,     acme
          acme,               globex,  -,       -,        quarantined
          acme,               -,       globex,  -,        quarantined
          acme,               -,       -,       globex,   quarantined
          acme,               acme,    -,       globex,   quarantined
          acme,               globex,  -,       acme,     quarantined
          acme,               '',      -,       -,        quarantined
          shared-db (shared), -,       -,       -,        shared-db
          shared-db (shared), acme,    -,       -,        acme
          shared-db (shared), -,       acme,    -,        acme
          shared-db (shared), -,       -,       acme,     acme
          shared-db (shared), globex,  acme,    acme,     globex
          shared-db (shared), shared-db, -,     -,        shared-db
          shared-db (shared), No Id,   -,       -,        quarantined
          shared-db (shared), '',      -,       acme,     quarantined
          """)
  void theSpoofMatrix(String who, String point, String scope, String resource, String outcome)
      throws Exception {
    boolean shared = who.endsWith(" (shared)");
    String tenant = shared ? who.substring(0, who.indexOf(' ')) : who;
    report(new Reporter(tenant, shared), 1, point, scope, resource);
    if (outcome.equals("quarantined")) {
      assertThat(requests(tenant)).isEmpty();
      assertThat(outcomes.quarantined).containsExactly(Map.entry(QuarantineReason.NO_TENANT, 1));
      return;
    }
    assertThat(requests(tenant)).containsExactly(Map.entry(outcome, BigInteger.ONE));
    assertThat(outcomes.counted).isOne();
  }

  /** Who writes to Kafka itself was not asked by a gateway of whom it may report. */
  @ParameterizedTest
  @CsvSource({"acme, 1", "globex, 0", "shared-db, 1"})
  void aSharedProcessMayBeAllowedToReportForSomeTenantsOnly(String claimed, int counted)
      throws Exception {
    ReportedTenants only = ReportedTenants.only(Set.of("acme"));
    report(new Reporter("shared-db", true, only), counted, claimed, "-", "-");
    assertThat(outcomes.counted).isEqualTo(counted);
    assertThat(outcomes.quarantined)
        .isEqualTo(counted == 1 ? Map.of() : Map.of(QuarantineReason.NO_TENANT, 1));
  }

  @Test
  void aKnownSeriesOfATenantThatIsNoLongerAllowedIsSetAside() throws Exception {
    report(new Reporter("shared-db", true), 2, "acme", "-", "-");
    ReportedTenants others = ReportedTenants.only(Set.of("globex"));
    report(new Reporter("shared-db", true, others), 1, "acme", "-", "-");
    assertThat(requests("shared-db").toString()).isEqualTo("{acme=1}");
    assertThat(outcomes.quarantined).containsExactly(Map.entry(QuarantineReason.NO_TENANT, 1));
  }

  @Test
  void everyTenantOfASharedProcessHasItsOwnRows() throws Exception {
    Reporter shared = new Reporter("shared-db", true);
    for (String tenant : new String[] {"acme", "globex", "acme", "-"}) {
      report(shared, outcomes.counted, tenant, "-", "-");
    }
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    usage.write(new DataOutputStream(state));
    ResourceUsage restored =
        ResourceUsage.read(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
    assertThat(requests("shared-db").toString()).isEqualTo("{acme=2, globex=1, shared-db=1}");
    var again = new ArrayList<String>();
    restored.drain(
        METERS,
        WindowGrid.UTC,
        (meter, attribution, start, end, dimensions, part, raw) ->
            again.add(attribution.toString().toLowerCase(Locale.ROOT)));
    assertThat(again)
        .containsExactly(
            "attribution[shared=true, tenant=acme]",
            "attribution[shared=true, tenant=globex]",
            "attribution[shared=true, tenant=]");
  }

  /** What was trusted before is not believed once the trust is gone, though the series is known. */
  @Test
  void aKnownSeriesOfAProducerThatIsNoLongerTrustedIsSetAside() throws Exception {
    report(new Reporter("shared-db", true), 2, "acme", "-", "-");
    report(new Reporter("shared-db", false), 1, "acme", "-", "-");
    assertThat(requests("shared-db").toString()).isEqualTo("{acme=1}");
    assertThat(outcomes.quarantined).containsExactly(Map.entry(QuarantineReason.NO_TENANT, 1));
  }
}
