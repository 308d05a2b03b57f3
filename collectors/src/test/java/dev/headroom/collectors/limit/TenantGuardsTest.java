package dev.headroom.collectors.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.usage.TenantId;
import dev.headroom.usage.otlp.OtlpRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TenantGuardsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId GLOBEX = new TenantId("globex");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void aMinuteOfPointsAtOnceThenTheRateAndADebtIsWaitedFor() {
    PointRate rate = new PointRate(100, 0);
    assertThat(rate.take(6_000, 0)).isZero();
    assertThat(rate.take(1, 0)).isEqualTo(Duration.ofMillis(10));
    assertThat(rate.take(1, SECOND / 100)).isZero();
    assertThat(rate.take(1, SECOND / 100)).isEqualTo(Duration.ofMillis(10));
    // Larger than the bucket: taken, and paid for with 100 seconds.
    assertThat(rate.take(16_000, 61 * SECOND)).isZero();
    assertThat(rate.take(1, 61 * SECOND)).isGreaterThan(Duration.ofSeconds(99));
    assertThat(rate.take(1, 160 * SECOND)).isPositive();
    assertThat(rate.take(1, 162 * SECOND)).isZero();
    // It never holds more than a minute.
    assertThat(rate.take(6_001, 10_000 * SECOND)).isZero();
    assertThat(rate.take(1, 10_000 * SECOND)).isPositive();
    // A clock that stands still, or seems to go back, gives nothing.
    assertThat(rate.take(1, 9_000 * SECOND)).isPositive();
  }

  @Test
  void everySecondAtTheRateIsNeverRefused() {
    PointRate rate = new PointRate(7, 0);
    for (long second = 0; second < 10_000; second++) {
      assertThat(rate.take(7, second * SECOND)).isZero();
    }
  }

  @Test
  void knownSeriesPassAtTheLimitAndWhatIsNotSeenForTwoHoursMakesRoom() {
    long hour = Duration.ofHours(1).toNanos();
    SeriesCensus census = new SeriesCensus(3, 0);
    assertThat(census.admit(set(1, 2), 0)).isTrue();
    assertThat(census.admit(set(3, 4), 1)).isFalse();
    assertThat(census.size()).isEqualTo(2);
    assertThat(census.admit(set(2, 3), 2)).isTrue();
    assertThat(census.admit(set(1, 2, 3), 3)).isTrue();
    assertThat(census.admit(set(4), hour - 1)).isFalse();
    assertThat(census.admit(set(1), hour)).isTrue();
    assertThat(census.size()).isEqualTo(3);
    assertThat(census.admit(set(4), 2 * hour - 1)).isFalse();
    assertThat(census.admit(set(4), 2 * hour)).isTrue();
    assertThat(census.admit(set(1), 2 * hour)).isTrue();
    assertThat(census.size()).isEqualTo(2);
    assertThat(census.admit(set(5, 6, 7), 4 * hour)).isTrue();
    assertThat(census.size()).isEqualTo(3);
  }

  @Test
  void resourcesWithTooManyAttributesAnywhereAreLeftOutAndTheOthersStayAsTheyAre()
      throws Exception {
    ExportMetricsServiceRequest request =
        request(
            resource(2, 2, 2, 1),
            resource(3, 0, 0, 5),
            resource(0, 3, 0, 7),
            resource(0, 0, 3, 11),
            resource(2, 0, 1, 2));
    Allowance allowance = admit(guards(new TenantLimits(null, null, 2, null, null)), ACME, request);
    assertThat(allowance)
        .isInstanceOfSatisfying(
            Allowance.Part.class,
            part -> {
              assertThat(part.points()).isEqualTo(3);
              assertThat(part.rejectedPoints()).isEqualTo(23);
              assertThat(part.reason()).isEqualTo("more than 2 attributes in one place");
              assertThat(part.request())
                  .isEqualTo(
                      request(request.getResourceMetrics(0), request.getResourceMetrics(4))
                          .toByteArray());
            });
    assertThat(admit(guards(new TenantLimits(null, null, 3, null, null)), ACME, request))
        .isEqualTo(new Allowance.All());
  }

  @Test
  void eachClientHasItsOwnSeriesAndARequestOfNewOnesIsCutToTheResourcesThatFit() throws Exception {
    TenantGuards guards = guards(new TenantLimits(null, 10, null, null, null));
    ExportMetricsServiceRequest request =
        request(resource(1, 0, 0, 6), resource(2, 0, 0, 6), resource(0, 0, 0, 4));
    Allowance.Part part = (Allowance.Part) admit(guards, ACME, request);
    assertThat(part.points()).isEqualTo(10);
    assertThat(part.rejectedPoints()).isEqualTo(6);
    assertThat(part.reason()).isEqualTo("more than 10 series");
    assertThat(part.request())
        .isEqualTo(
            request(request.getResourceMetrics(0), request.getResourceMetrics(2)).toByteArray());
    assertThat(admit(guards, ACME, request(request.getResourceMetrics(0))))
        .isEqualTo(new Allowance.All());
    assertThat(admit(guards, GLOBEX, request(request.getResourceMetrics(1))))
        .isEqualTo(new Allowance.All());
    Allowance.Part nothing =
        (Allowance.Part) admit(guards, ACME, request(request.getResourceMetrics(1)));
    assertThat(nothing.points()).isZero();
    assertThat(nothing.request()).isEmpty();
  }

  @Test
  void tooManyPointsAreToComeLater() throws Exception {
    TenantGuards guards = guards(new TenantLimits(1, null, null, null, null));
    assertThat(admit(guards, ACME, request(resource(0, 0, 0, 70)))).isEqualTo(new Allowance.All());
    assertThat(admit(guards, ACME, request(resource(0, 0, 0, 1))))
        .isEqualTo(new Allowance.Later(Duration.ofSeconds(11)));
    assertThat(admit(guards, GLOBEX, request(resource(0, 0, 0, 1)))).isEqualTo(new Allowance.All());
  }

  @Test
  void limitsArePositive() {
    assertThatThrownBy(() -> new TenantLimits(0, null, null, null, null))
        .hasMessage("pointsPerSecond is 0, expected at least 1");
    assertThatThrownBy(() -> new TenantLimits(null, 0, null, null, null))
        .hasMessageContaining("series is 0");
    assertThatThrownBy(() -> new TenantLimits(null, null, -1, null, null))
        .hasMessageContaining("attributes is -1");
  }

  @Test
  void whoHasLimitsOfItsOwnIsHeldToThoseAndToTheCommonOnesForTheRest() throws Exception {
    ClientLimits limits =
        new ClientLimits(
            new TenantLimits(1, null, 2, 100, null),
            Map.of(ACME, new TenantLimits(10, null, null, null, 7)));
    assertThat(limits.of(ACME)).isEqualTo(new TenantLimits(10, null, 2, 100, 7));
    assertThat(limits.of(GLOBEX)).isEqualTo(new TenantLimits(1, null, 2, 100, null));
    TenantGuards guards = new TenantGuards(limits::of);
    ExportMetricsServiceRequest request = request(resource(0, 0, 0, 500));
    assertThat(admit(guards, ACME, request(resource(3, 0, 0, 1))))
        .isInstanceOf(Allowance.Part.class);
    assertThat(admit(guards, ACME, request)).isEqualTo(new Allowance.All());
    assertThat(admit(guards, GLOBEX, request)).isEqualTo(new Allowance.All());
    assertThat(admit(guards, ACME, request)).isEqualTo(new Allowance.All());
    assertThat(admit(guards, GLOBEX, request)).isInstanceOf(Allowance.Later.class);
  }

  @Test
  void whatALimitHasCountedIsKeptUntilThatLimitChanges() throws Exception {
    AtomicReference<TenantLimits> now =
        new AtomicReference<>(new TenantLimits(1, 10, null, null, null));
    TenantGuards guards = new TenantGuards(client -> now.get());
    ExportMetricsServiceRequest seventy = request(resource(1, 0, 0, 70));
    ExportMetricsServiceRequest ten = request(resource(2, 0, 0, 10));
    ExportMetricsServiceRequest one = request(resource(3, 0, 0, 1));
    assertThat(admit(guards, ACME, ten)).isEqualTo(new Allowance.All());
    assertThat(admit(guards, ACME, seventy)).isInstanceOf(Allowance.Part.class);
    assertThat(admit(guards, ACME, one)).isInstanceOf(Allowance.Later.class);
    // Another rate: its bucket is full, and the series are still known.
    now.set(new TenantLimits(2, 10, null, null, null));
    assertThat(admit(guards, ACME, ten)).isEqualTo(new Allowance.All());
    assertThat(admit(guards, ACME, one)).isInstanceOf(Allowance.Part.class);
    // More series: they are counted anew.
    now.set(new TenantLimits(2, 70, null, null, null));
    assertThat(admit(guards, ACME, seventy)).isEqualTo(new Allowance.All());
    now.set(TenantLimits.NONE);
    assertThat(admit(guards, ACME, seventy)).isEqualTo(new Allowance.All());
  }

  private static TenantGuards guards(TenantLimits limits) {
    return new TenantGuards(client -> limits);
  }

  private static Allowance admit(
      TenantGuards guards, TenantId client, ExportMetricsServiceRequest request) throws Exception {
    byte[] bytes = request.toByteArray();
    return guards.admit(client, bytes, OtlpRequest.summarise(bytes, 0, bytes.length), 0);
  }

  private static LongSet set(long... values) {
    return new LongOpenHashSet(values);
  }

  private static ExportMetricsServiceRequest request(ResourceMetrics... resources) {
    return ExportMetricsServiceRequest.newBuilder()
        .addAllResourceMetrics(List.of(resources))
        .build();
  }

  /** With so many attributes at resource, scope and each point; each point is a series. */
  private static ResourceMetrics resource(int ofResource, int ofScope, int ofPoint, int points) {
    ScopeMetrics.Builder scope =
        ScopeMetrics.newBuilder()
            .setScope(InstrumentationScope.newBuilder().addAllAttributes(attributes(ofScope)));
    for (int i = 0; i < points; i++) {
      NumberDataPoint point =
          NumberDataPoint.newBuilder()
              .setTimeUnixNano(1)
              .addAllAttributes(attributes(ofPoint))
              .build();
      scope.addMetrics(
          Metric.newBuilder().setName("m" + i).setGauge(Gauge.newBuilder().addDataPoints(point)));
    }
    return ResourceMetrics.newBuilder()
        .setResource(Resource.newBuilder().addAllAttributes(attributes(ofResource)))
        .addScopeMetrics(scope)
        .build();
  }

  private static List<KeyValue> attributes(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                KeyValue.newBuilder()
                    .setKey("key" + i)
                    .setValue(AnyValue.newBuilder().setStringValue("v"))
                    .build())
        .toList();
  }
}
