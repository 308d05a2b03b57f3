package dev.headroom.collectors.node;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once, in one line, that usage cannot be delivered, and once that it can again, and tells
 * whoever asks; the SDK's own loggers, which write a stack trace every time, are silenced for it.
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
  private final Consumer<Boolean> counted;
  private volatile String complaint = "";

  /**
   * @param destination for the message
   * @param counted told of each export, whether it was taken
   */
  ToldExporter(MetricExporter exporter, String destination, Consumer<Boolean> counted) {
    this.exporter = exporter;
    this.counted = counted;
    this.destination = destination;
    EXPORTER.setLevel(Level.OFF);
    READER.setLevel(Level.OFF);
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    CompletableResultCode result = exporter.export(metrics);
    return result.whenComplete(() -> tell(result));
  }

  private synchronized void tell(CompletableResultCode result) {
    boolean taken = result.isSuccess();
    boolean wasTaken = complaint.isEmpty();
    counted.accept(taken);
    if (taken) {
      complaint = "";
      if (!wasTaken) {
        LOG.info("usage is delivered to {} again", destination);
      }
      return;
    }
    Throwable cause = result.getFailureThrowable();
    String reason = cause == null ? "unknown reason" : String.valueOf(cause.getMessage());
    complaint = "usage cannot be delivered to %s: %s".formatted(destination, reason);
    if (wasTaken) {
      LOG.warn("{}; counters are kept and sent again", complaint);
    }
  }

  /** Why the last export failed; empty if it did not. */
  Optional<String> complaint() {
    String said = complaint;
    return said.isEmpty() ? Optional.empty() : Optional.of(said);
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
