package dev.headroom.cli.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.headroom.cli.quickstart.fleet.SimulatedTenant.Edition;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExportTest {
  private final Fleet fleet = Fleet.shipped();

  @Test
  void aStepIsTheSameBytesInEveryRun() {
    Export first = new Export(Trace.shipped(), fleet);
    Export second = new Export(Trace.shipped(), fleet);
    for (int tenant = 0; tenant < fleet.tenants().size(); tenant++) {
      for (int step : new int[] {0, 1, 287, 5000, 10367}) {
        assertThat(second.at(tenant, step)).isEqualTo(first.at(tenant, step));
      }
    }
  }

  @Test
  void everyWayOfSellingIsThere() {
    assertThat(fleet.tenants()).hasSizeGreaterThanOrEqualTo(12);
    assertThat(
            fleet.tenants().stream()
                .collect(Collectors.groupingBy(SimulatedTenant::edition, Collectors.counting())))
        .containsEntry(Edition.SERVERLESS, 10L)
        .containsEntry(Edition.FULLY_MANAGED, 2L)
        .containsEntry(Edition.BYOC, 1L)
        .containsEntry(Edition.ON_PREM, 1L);
  }

  @Test
  void aContainerReportsSevenPoints() throws InvalidProtocolBufferException {
    Export.Request request = new Export(Trace.shipped(), fleet).at(0, 12);
    assertThat(request.points()).isEqualTo(7);
    assertThat(metrics(request).stream().map(Metric::getName))
        .containsExactly(
            "container.cpu.time",
            "headroom.requests",
            "container.memory.working_set",
            "container.filesystem.usage",
            "k8s.container.cpu.request",
            "container.network.io");
  }

  @Test
  void anOnPremisesCustomerReportsItsLicenceOnly() throws InvalidProtocolBufferException {
    int onPrem =
        IntStream.range(0, fleet.tenants().size())
            .filter(t -> fleet.tenants().get(t).edition() == Edition.ON_PREM)
            .findFirst()
            .orElseThrow();
    Export.Request request = new Export(Trace.shipped(), fleet).at(onPrem, 0);
    assertThat(request.points()).isEqualTo(1);
    assertThat(metrics(request).get(0).getName()).isEqualTo("system.cpu.logical.count");
  }

  private static List<Metric> metrics(Export.Request request)
      throws InvalidProtocolBufferException {
    return ExportMetricsServiceRequest.parseFrom(request.body())
        .getResourceMetrics(0)
        .getScopeMetrics(0)
        .getMetricsList();
  }
}
