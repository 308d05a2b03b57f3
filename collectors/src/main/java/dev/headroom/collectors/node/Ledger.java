package dev.headroom.collectors.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums what many sources count, so that a sum starts at zero and never falls, whatever restarts,
 * ends or gets another's number.
 *
 * <p>Of a source that was there at the first sample only the increase since then counts; of one
 * that came later, all of it. A source that moves to another series takes nothing along.
 *
 * <p>A collector that starts again goes on with the ledger that it kept: what was seen before it
 * stopped is what increases count from, and what was not seen then has come since.
 */
final class Ledger {
  /** A source that could not be read for a moment must not count from zero when it can again. */
  private static final int FORGET_AFTER_SAMPLES = 60;

  private final long startNanos;
  private final Map<Key, Seen> seen = new HashMap<>();
  private final Map<Series, Long> totals = new HashMap<>();
  private long sample;

  /** A counter of a source. */
  record Key(String source, NodeMetric metric, String label) {}

  /** The last reading of a counter, and at which sample it was. */
  record Seen(long value, long sample) {}

  /**
   * Everything that a ledger knows.
   *
   * @param startNanos since when the sums count, since 1970
   * @param sample how many samples there have been
   */
  record State(long startNanos, long sample, Map<Key, Seen> seen, Map<Series, Long> totals) {
    State {
      seen = Map.copyOf(seen);
      totals = Map.copyOf(totals);
    }

    /** Counts from the first sample on. */
    static State empty(long startNanos) {
      return new State(startNanos, 0, Map.of(), Map.of());
    }

    /** Counts all of what is there at the first sample, since it came after the start. */
    static State allIsNew(long startNanos) {
      return new State(startNanos, 1, Map.of(), Map.of());
    }
  }

  Ledger(State state) {
    startNanos = state.startNanos();
    sample = state.sample();
    seen.putAll(state.seen());
    totals.putAll(state.totals());
  }

  State state() {
    return new State(startNanos, sample, seen, totals);
  }

  long startNanos() {
    return startNanos;
  }

  /** The sums after one more sample; a level that has no reading any more is absent. */
  Map<Series, Long> add(List<Reading> readings) {
    Map<Series, Long> levels = new HashMap<>();
    for (Reading reading : readings) {
      if (reading.metric().kind().grows()) {
        count(reading);
      } else if (reading.series() != null) {
        levels.merge(reading.series(), reading.value(), Long::sum);
      }
    }
    seen.values().removeIf(s -> s.sample() < sample - FORGET_AFTER_SAMPLES);
    sample++;
    levels.putAll(totals);
    return levels;
  }

  private void count(Reading reading) {
    Key key = new Key(reading.source(), reading.metric(), reading.label());
    Seen before = seen.put(key, new Seen(reading.value(), sample));
    if (reading.series() != null) {
      totals.merge(reading.series(), increase(before, reading.value()), Long::sum);
    }
  }

  private long increase(@Nullable Seen before, long value) {
    if (before == null) {
      return sample == 0 ? 0 : value;
    }
    return value >= before.value() ? value - before.value() : value;
  }
}
