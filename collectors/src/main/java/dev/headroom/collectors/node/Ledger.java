package dev.headroom.collectors.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums what many sources count, so that a sum starts at zero with the collector and never falls,
 * whatever restarts, ends or gets another's number.
 *
 * <p>Of a source that was there at the first sample only the increase since then counts; of one
 * that came later, all of it. A source that moves to another series takes nothing along.
 */
final class Ledger {
  /** A source that could not be read for a moment must not count from zero when it can again. */
  private static final int FORGET_AFTER_SAMPLES = 60;

  private final Map<Key, Seen> seen = new HashMap<>();
  private final Map<Series, Long> totals = new HashMap<>();
  private long sample;

  private record Key(String source, NodeMetric metric, String label) {}

  private record Seen(long value, long sample) {}

  /** The sums after one more sample; a level that has no reading any more is absent. */
  Map<Series, Long> add(List<Reading> readings) {
    Map<Series, Long> levels = new HashMap<>();
    for (Reading reading : readings) {
      if (reading.metric().kind() != NodeMetric.Kind.LEVEL) {
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
