package dev.headroom.usage.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What layouts spare is not missed. */
class RequestInspectionTest {
  private static final List<String> KEYS = List.of("k", "tenant.id", "tenant_id", "x");
  private static final List<String> TENANTS = List.of("acme", "globex", "initech");

  private final SplittableRandom random;

  RequestInspectionTest() {
    long seed = System.nanoTime();
    System.out.println("RequestInspectionTest: seed " + seed);
    random = new SplittableRandom(seed);
  }

  @Test
  void isWhatALookAtTheWholeRequestTellsHoweverOftenItsLikeWasSeen() throws Exception {
    Layouts layouts = new Layouts();
    List<ResourceMetrics> known = new ArrayList<>();
    int withClaims = 0;
    for (int i = 0; i < 20_000; i++) {
      ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
      for (int r = random.nextInt(4); r > 0; r--) {
        boolean again = !known.isEmpty() && random.nextInt(4) != 0;
        ResourceMetrics resource =
            again ? changed(known.get(random.nextInt(known.size()))) : resource();
        if (!again && known.size() < 40) {
          known.add(resource);
        }
        request.addResourceMetrics(resource);
      }
      byte[] bytes = request.build().toByteArray();
      RequestInspection inspection = OtlpRequest.inspect(bytes, 0, bytes.length, layouts);
      assertThat(inspection)
          .isEqualTo(
              new RequestInspection(
                  OtlpRequest.summarise(bytes, 0, bytes.length),
                  TenantClaims.of(bytes, 0, bytes.length)));
      withClaims += inspection.tenantClaims().isEmpty() ? 0 : 1;
    }
    assertThat(withClaims).isBetween(2_000, 18_000);
  }

  /** The same series of another resource, at another time, with other values. */
  private ResourceMetrics changed(ResourceMetrics known) {
    ResourceMetrics.Builder other = known.toBuilder();
    other.getResourceBuilder().clearAttributes();
    for (int i = random.nextInt(3); i > 0; i--) {
      other.getResourceBuilder().addAttributes(Messages.text(key(), tenant()));
    }
    for (var metric : other.getScopeMetricsBuilder(0).getMetricsBuilderList()) {
      for (var point : metric.getGaugeBuilder().getDataPointsBuilderList()) {
        point.setTimeUnixNano(random.nextLong()).setAsInt(random.nextLong());
        if (random.nextInt(50) == 0) {
          point.addAttributes(Messages.text(key(), tenant()));
        }
      }
    }
    return other.build();
  }

  private ResourceMetrics resource() {
    ResourceMetrics.Builder resource = ResourceMetrics.newBuilder();
    if (random.nextInt(5) != 0) {
      resource.getResourceBuilder().addAttributes(Messages.text(key(), tenant()));
    }
    var scope = resource.addScopeMetricsBuilder();
    if (random.nextInt(3) == 0) {
      scope.getScopeBuilder().addAttributes(Messages.text(key(), tenant()));
    }
    for (int m = random.nextInt(4); m > 0; m--) {
      var points = scope.addMetricsBuilder().setName("m" + m).setUnit("1").getGaugeBuilder();
      for (int p = random.nextInt(5); p > 0; p--) {
        var point = points.addDataPointsBuilder().setTimeUnixNano(7).setAsInt(p);
        for (int a = random.nextInt(3); a > 0; a--) {
          point.addAttributes(Messages.text(random.nextInt(8) == 0 ? key() : "k" + a, "v"));
        }
      }
    }
    return resource.build();
  }

  private String key() {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private String tenant() {
    return TENANTS.get(random.nextInt(TENANTS.size()));
  }
}
