package dev.headroom.usage.metering;

import dev.headroom.usage.otlp.MetricKind;
import java.util.List;

/** Everything a series feeds; never empty. */
final class Feeds {

  /** Beyond this many units a value can't be weighted by time in 128 bits. */
  private static final double MAX_WEIGHTED = 1e15;

  private static final double MAX_VALUE = 1e20;

  private final MetricKind kind;
  private final List<Feed> feeds;
  private final long fingerprint;
  private final long context;
  private final long gapNanos;
  private final boolean weighted;
  private final List<Feed> activityFeeds;
  private final double maxValue;

  /**
   * @param fingerprint changes when what the series feeds changes; may be stored
   * @param context what this was derived from, beside the series
   */
  Feeds(MetricKind kind, List<Feed> feeds, long fingerprint, long context) {
    this.kind = kind;
    this.feeds = List.copyOf(feeds);
    this.fingerprint = fingerprint;
    this.context = context;
    this.gapNanos = feeds.stream().mapToLong(Feed::stalenessNanos).max().orElse(0);
    this.weighted = feeds.stream().anyMatch(feed -> feed.measure() == Measure.LEVEL);
    this.activityFeeds = feeds.stream().filter(feed -> feed.measure() == Measure.ACTIVITY).toList();
    long factor = feeds.stream().mapToLong(Feed::factor).max().orElse(1);
    this.maxValue = (weighted ? MAX_WEIGHTED : MAX_VALUE) / factor;
  }

  MetricKind kind() {
    return kind;
  }

  int count() {
    return feeds.size();
  }

  Feed feed(int i) {
    return feeds.get(i);
  }

  long fingerprint() {
    return fingerprint;
  }

  long context() {
    return context;
  }

  /** A longer distance between neighbours leaves a gap that later points may fill. */
  long gapNanos() {
    return gapNanos;
  }

  /** Whether a value is weighted by the time it holds. */
  boolean isWeighted() {
    return weighted;
  }

  /** Whether a point without a value matters: it ends the time a value holds. */
  boolean keepsPointsWithoutValue() {
    return weighted || !activityFeeds.isEmpty();
  }

  /** Those that count activations. */
  List<Feed> activityFeeds() {
    return activityFeeds;
  }

  /** The greatest size of a value that can be metered, in units. */
  double maxValue() {
    return maxValue;
  }

  boolean isDelta() {
    return kind == MetricKind.DELTA_COUNTER || kind == MetricKind.DELTA_LEVEL;
  }

  boolean isCumulative() {
    return kind == MetricKind.CUMULATIVE_COUNTER || kind == MetricKind.CUMULATIVE_LEVEL;
  }

  /** Whether the value can't fall, or be negative. */
  boolean isMonotonic() {
    return kind == MetricKind.CUMULATIVE_COUNTER || kind == MetricKind.DELTA_COUNTER;
  }
}
