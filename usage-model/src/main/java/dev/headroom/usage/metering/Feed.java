package dev.headroom.usage.metering;

import dev.headroom.usage.meter.Meter;
import org.jspecify.annotations.Nullable;

/** One meter that a series feeds, with the dimensions it feeds it under. */
final class Feed {

  private final Meter meter;
  private final String dimensions;
  private final long windowNanos;
  private final long stalenessNanos;

  /** Where the last contribution went: mostly, the next goes there too. */
  private @Nullable Pending last;

  Feed(Meter meter, String dimensions) {
    this.meter = meter;
    this.dimensions = dimensions;
    this.windowNanos = meter.window().toNanos();
    this.stalenessNanos = meter.staleness().toNanos();
  }

  /** The same, having contributed nowhere yet. */
  Feed copy() {
    return new Feed(meter, dimensions);
  }

  Meter meter() {
    return meter;
  }

  String dimensions() {
    return dimensions;
  }

  long windowNanos() {
    return windowNanos;
  }

  long stalenessNanos() {
    return stalenessNanos;
  }

  /** Where the last contribution went, unless it has been handed out. */
  @Nullable Pending last() {
    return last == null || last.drained() ? null : last;
  }

  void last(Pending pending) {
    last = pending;
  }
}
