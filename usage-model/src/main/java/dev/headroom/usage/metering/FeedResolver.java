package dev.headroom.usage.metering;

import dev.headroom.usage.JsonText;
import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.PointField;
import dev.headroom.usage.meter.PointSelector;
import dev.headroom.usage.meter.Selection;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.meter.WindowParts;
import dev.headroom.usage.otlp.MetricHeader;
import dev.headroom.usage.otlp.MetricKind;
import dev.headroom.usage.otlp.NumberPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out what the points of one metric feed. */
final class FeedResolver {

  private static final long SEED = 0x9e3779b97f4a7c15L;

  private final Source metric;
  private final List<Selection> selections;
  private final WindowGrid grid;
  private final long horizonNanos;
  private final long context;
  private final boolean needsAttributes;
  private final Map<Attribution, Resolution> forAll = new HashMap<>();

  /**
   * What a point feeds, or why it feeds nothing: no meter asks ({@code reason} null), or a meter
   * asks for what the point can't give.
   */
  record Resolution(@Nullable Feeds feeds, @Nullable QuarantineReason reason, String detail) {}

  /**
   * What points come from.
   *
   * @param kind what the taken numbers mean
   */
  record Source(String name, String unit, MetricKind kind, PointField take) {
    static Source of(MetricHeader metric, PointField take) {
      return new Source(metric.name(), metric.unit(), metric.kind().numbers(), take);
    }
  }

  FeedResolver(
      Source metric, List<Selection> selections, WindowGrid grid, long horizonNanos, long context) {
    this.metric = metric;
    this.selections = selections;
    this.grid = grid;
    this.horizonNanos = horizonNanos;
    this.context = context;
    this.needsAttributes =
        selections.stream()
            .anyMatch(
                s ->
                    !s.selector().where().isEmpty()
                        || !s.meter().dimensions().isEmpty()
                        || s.meter().parts() instanceof WindowParts.Values);
  }

  /**
   * What the point feeds.
   *
   * @param attribution whose usage it is
   */
  Resolution resolve(NumberPoint point, Attribution attribution) {
    return needsAttributes
        ? resolved(point, attribution)
        : forAll.computeIfAbsent(attribution, key -> resolved(point, key));
  }

  private Resolution resolved(NumberPoint point, Attribution attribution) {
    List<Feed> feeds = new ArrayList<>();
    List<Meter> seen = new ArrayList<>();
    String unsupported = "";
    String otherUnit = "";
    long fingerprint = mix(SEED, metric.kind().name().hashCode() ^ horizonNanos);
    if (attribution.shared()) {
      fingerprint = mix(fingerprint, hash("shared " + attribution.tenant()));
    }
    fingerprint = mix(fingerprint, grid.fingerprint());
    for (Selection selection : selections) {
      Meter meter = selection.meter();
      if (seen.contains(meter) || !matches(selection.selector(), point)) {
        continue;
      }
      if (!selection.selector().unit().equals(metric.unit())) {
        otherUnit =
            "unit '"
                + metric.unit()
                + "', but meter '"
                + meter.name()
                + "' expects '"
                + selection.selector().unit()
                + "'";
        continue;
      }
      seen.add(meter);
      if (!Measure.isOf(meter, metric.kind())) {
        unsupported = unsupported(meter);
        continue;
      }
      UsagePart part = UsagePart.WHOLE;
      if (meter.parts() instanceof WindowParts.Values values) {
        String value = point.attribute(values.attribute());
        if (value == null) {
          unsupported = without(meter, values.attribute());
          continue;
        }
        part = UsagePart.value(value);
      }
      String dimensions = dimensions(meter, point);
      fingerprint = mix(fingerprint, selection.meterFingerprint());
      fingerprint = mix(fingerprint, hash(dimensions));
      Measure measure = Measure.of(meter, metric.kind());
      long factor = meter.factor(selection.selector());
      feeds.add(new Feed(meter, attribution, grid, dimensions, measure, part, factor));
    }
    if (!feeds.isEmpty()) {
      return new Resolution(
          new Feeds(metric.kind(), feeds, fingerprint, context), null, unsupported);
    }
    if (!unsupported.isEmpty()) {
      return new Resolution(null, QuarantineReason.UNSUPPORTED, unsupported);
    }
    return otherUnit.isEmpty()
        ? new Resolution(null, null, "")
        : new Resolution(null, QuarantineReason.WRONG_UNIT, otherUnit);
  }

  private String unsupported(Meter meter) {
    return "meter '"
        + meter.name()
        + "' ("
        + lower(meter.aggregation())
        + ") can't take a "
        + lower(metric.kind());
  }

  private static String without(Meter meter, String attribute) {
    return "meter '"
        + meter.name()
        + "' counts the values of '"
        + attribute
        + "', an attribute that the point has not";
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static boolean matches(PointSelector selector, NumberPoint point) {
    for (Map.Entry<String, String> wanted : selector.where().entrySet()) {
      if (!wanted.getValue().equals(point.attribute(wanted.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static String dimensions(Meter meter, NumberPoint point) {
    if (meter.dimensions().isEmpty()) {
      return "{}";
    }
    TreeMap<String, String> kept = new TreeMap<>();
    for (String dimension : meter.dimensions()) {
      String value = point.attribute(dimension);
      if (value != null) {
        kept.put(dimension, value);
      }
    }
    return JsonText.object(kept);
  }

  private static long hash(String text) {
    long hash = SEED;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash, text.charAt(i));
    }
    return hash;
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * 0xff51afd7ed558ccdL;
    return (mixed ^ (mixed >>> 32)) * 0xc4ceb9fe1a85ec53L + 1;
  }
}
