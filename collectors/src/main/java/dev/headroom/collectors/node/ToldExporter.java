package dev.headroom.collectors.node;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once, in one line, that usage cannot be delivered, and once that it can again; the SDK's own
 * loggers, which write a stack trace every time, are silenced for it.
 */
final class ToldExporter implements MetricExporter {
  private static final Logger LOG = LoggerFactory.getLogger(ToldExporter.class);
  // Kept in fields, since the level of a logger that nobody holds is forgotten.
  private static final java.util.logging.Logger EXPORTER =
      java.util.logging.Logger.getLogger("io.opentelemetry.exporter");
  private static final java.util.logging.Logger READER =
      java.util.logging.Logger.getLogger("io.opentelemetry.sdk.metrics.export");

  private final MetricExporter exporter;
  private final String destination;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * @param destination for the message
   */
  ToldExporter(MetricExporter exporter, String destination) {
    this.exporter = exporter;
    this.destination = destination;
    EXPORTER.setLevel(Level.OFF);
    READER.setLevel(Level.OFF);
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    CompletableResultCode result = exporter.export(metrics);
    return result.whenComplete(() -> tell(result));
  }

  private void tell(CompletableResultCode result) {
    if (result.isSuccess()) {
      if (failing.compareAndSet(true, false)) {
        LOG.info("usage is delivered to {} again", destination);
      }
    } else if (failing.compareAndSet(false, true)) {
      Throwable cause = result.getFailureThrowable();
      String reason = cause == null ? "unknown reason" : String.valueOf(cause.getMessage());
      LOG.warn(
          "usage cannot be delivered to {}: {}; counters are kept and sent again",
          destination,
          reason);
    }
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return exporter.getAggregationTemporality(type);
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
