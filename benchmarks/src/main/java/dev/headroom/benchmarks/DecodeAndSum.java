package dev.headroom.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference: what a plain program on one thread would do with the same bytes. It decodes every
 * request with the generated protobuf classes and adds each point's value to a sum by series: no
 * exactness, no order, no state that survives.
 */
final class DecodeAndSum {
  private record Series(Resource resource, String metric, List<?> attributes) {}

  private final Map<Series, Double> sums = new HashMap<>();
  private long points;

  void add(byte[] request) throws InvalidProtocolBufferException {
    for (ResourceMetrics resource :
        ExportMetricsServiceRequest.parseFrom(request).getResourceMetricsList()) {
      for (var scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          List<NumberDataPoint> data =
              metric.hasSum()
                  ? metric.getSum().getDataPointsList()
                  : metric.getGauge().getDataPointsList();
          for (NumberDataPoint point : data) {
            double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
            sums.merge(
                new Series(resource.getResource(), metric.getName(), point.getAttributesList()),
                value,
                Double::sum);
            points++;
          }
        }
      }
    }
  }

  long points() {
    return points;
  }

  int series() {
    return sums.size();
  }
}
