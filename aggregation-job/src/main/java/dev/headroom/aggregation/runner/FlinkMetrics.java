package dev.headroom.aggregation.runner;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.LogicalScopeProvider;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells Flink's metrics through the OpenTelemetry of this process: {@code flink.}, the logical
 * scope and the name, such as {@code flink.taskmanager.job.task.numRecordsIn}, with the variables
 * of the scope as attributes, but for those that are new at each start of a task. Counters stay
 * counters; gauges that are numbers, and the rates of meters, become gauges; histograms are left
 * out.
 */
public final class FlinkMetrics implements MetricReporter {
  private static final String NAME = "headroom";
  private static final String TARGET = "target";
  private static final Set<String> PASSING =
      Set.of("tm_id", "job_id", "task_id", "task_attempt_id", "task_attempt_num", "operator_id");
  private static final CharacterFilter ALLOWED = text -> text.replaceAll("[^A-Za-z0-9_.-]", "_");

  /** By the key that Flink is configured with, since Flink makes its reporters itself. */
  private static final Map<String, OpenTelemetry> TARGETS = new ConcurrentHashMap<>();

  private String key = "";
  private OpenTelemetry target = OpenTelemetry.noop();
  private final Map<String, Instrument> instruments = new HashMap<>(); // guarded by this

  /** How Flink makes it. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new FlinkMetrics();
    }
  }

  /** The metrics of one name. */
  private static final class Instrument {
    private final Map<Attributes, Metric> metrics = new ConcurrentHashMap<>();
    private final Runnable close;

    Instrument(Meter meter, String name, boolean counts) {
      close =
          counts
              ? meter.counterBuilder(name).buildWithCallback(this::count)::close
              : meter.gaugeBuilder(name).buildWithCallback(this::measure)::close;
    }

    private void count(ObservableLongMeasurement now) {
      metrics.forEach(
          (attributes, metric) -> {
            if (metric instanceof Counter counter) {
              now.record(counter.getCount(), attributes);
            }
          });
    }

    private void measure(ObservableDoubleMeasurement now) {
      metrics.forEach(
          (attributes, metric) -> {
            Number value = value(metric);
            if (value != null) {
              now.record(value.doubleValue(), attributes);
            }
          });
    }

    private static @Nullable Number value(Metric metric) {
      if (metric instanceof org.apache.flink.metrics.Meter meter) {
        return meter.getRate();
      }
      try {
        return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
            ? number
            : null;
      } catch (RuntimeException e) {
        // Some of Flink's gauges ask what is closing.
        return null;
      }
    }

    void close() {
      close.run();
    }
  }

  /** Sets a cluster of this process to tell its metrics there. */
  static void configure(Configuration options, OpenTelemetry openTelemetry) {
    String key = UUID.randomUUID().toString();
    TARGETS.put(key, openTelemetry);
    String prefix = "metrics.reporter." + NAME + ".";
    options.setString("metrics.reporters", NAME);
    options.setString(prefix + "factory.class", Factory.class.getName());
    options.setString(prefix + TARGET, key);
  }

  @Override
  public void open(MetricConfig config) {
    key = config.getString(TARGET, "");
    target = Objects.requireNonNullElse(TARGETS.get(key), OpenTelemetry.noop());
  }

  @Override
  public synchronized void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    boolean counts = metric instanceof Counter;
    if (!counts
        && !(metric instanceof Gauge)
        && !(metric instanceof org.apache.flink.metrics.Meter)) {
      return;
    }
    Meter meter = target.getMeter("dev.headroom.flink");
    instruments
        .computeIfAbsent(fullName(name, group), full -> new Instrument(meter, full, counts))
        .metrics
        .put(attributes(group), metric);
  }

  @Override
  public synchronized void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    Instrument instrument = instruments.get(fullName(name, group));
    if (instrument != null) {
      // Unless it is already that of the task's next start.
      instrument.metrics.remove(attributes(group), metric);
    }
  }

  private static String fullName(String name, MetricGroup group) {
    String scope = LogicalScopeProvider.castFrom(group).getLogicalScope(ALLOWED, '.');
    return "flink." + scope + "." + ALLOWED.filterCharacters(name);
  }

  private static Attributes attributes(MetricGroup group) {
    AttributesBuilder attributes = Attributes.builder();
    group
        .getAllVariables()
        .forEach(
            (variable, value) -> {
              String name = variable.replaceAll("[<>]", "");
              if (!PASSING.contains(name)) {
                attributes.put("flink." + name, value);
              }
            });
    return attributes.build();
  }

  @Override
  public synchronized void close() {
    TARGETS.remove(key);
    instruments.values().forEach(Instrument::close);
    instruments.clear();
  }
}
