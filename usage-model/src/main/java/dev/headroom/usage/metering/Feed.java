package dev.headroom.usage.metering;

import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.meter.WindowLength;
import dev.headroom.usage.meter.WindowParts;
import org.jspecify.annotations.Nullable;

/** One meter that a series feeds, for whom, and with the dimensions it feeds it under. */
final class Feed {

  private final Meter meter;
  private final Attribution attribution;
  private final String dimensions;
  private final Measure measure;
  private final UsagePart part;
  private final long factor;
  private final WindowGrid grid;
  private final WindowLength step;
  private final long evenNanos;
  private final long stalenessNanos;
  private final WindowParts.@Nullable Activations activations;

  /** Where the last contribution went: mostly, the next goes there too. */
  private @Nullable Pending last;

  /**
   * @param attribution whose usage it is
   * @param grid where the meter's windows begin and end
   * @param part the value whose usage this is, for a meter that counts values
   * @param factor by what values are multiplied
   */
  Feed(
      Meter meter,
      Attribution attribution,
      WindowGrid grid,
      String dimensions,
      Measure measure,
      UsagePart part,
      long factor) {
    this.meter = meter;
    this.attribution = attribution;
    this.dimensions = dimensions;
    this.measure = measure;
    this.part = part;
    this.factor = factor;
    this.grid = grid;
    this.step = meter.step();
    this.evenNanos = grid.evenNanos(step);
    this.stalenessNanos = meter.staleness().toNanos();
    this.activations = meter.parts() instanceof WindowParts.Activations a ? a : null;
  }

  Meter meter() {
    return meter;
  }

  Attribution attribution() {
    return attribution;
  }

  String dimensions() {
    return dimensions;
  }

  Measure measure() {
    return measure;
  }

  UsagePart part() {
    return part;
  }

  /** By what values are multiplied before they are added up. */
  long factor() {
    return factor;
  }

  /** The upper half of a value times {@link #factor}; the lower half is the plain product. */
  long timesFactorHigh(long high, long low) {
    return factor == 1 ? high : Int128.timesHigh(high, low, factor);
  }

  /**
   * Contributions are added up within windows, or samples of them: the start of that which holds an
   * instant, in ns.
   */
  long stepStart(long instant) {
    return evenNanos > 0
        ? Math.floorDiv(instant, evenNanos) * evenNanos
        : grid.start(step, instant);
  }

  /** The end, exclusive, of that which starts there. */
  long stepEnd(long start) {
    return evenNanos > 0 ? start + evenNanos : grid.end(step, start);
  }

  long stalenessNanos() {
    return stalenessNanos;
  }

  /** What counts of activations; null if the feed has another measure. */
  WindowParts.@Nullable Activations activations() {
    return activations;
  }

  /** Where the last contribution went, unless it has been handed out. */
  @Nullable Pending last() {
    return last == null || last.drained() ? null : last;
  }

  void last(Pending pending) {
    last = pending;
  }
}
