package dev.headroom.collectors.node;

import io.opentelemetry.api.common.AttributeKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  /** Begins the source of a pod. */
  static final String POD = "pod ";

  /** Begins the source of a pod that may come back under its UID. */
  static final String FIXED_POD = "pod of a file ";

  /** A source that is there once pods could be read: those of the first time are not new. */
  static final String PODS = "pods";

  static final AttributeKey<String> POD_UID = AttributeKey.stringKey("k8s.pod.uid");

  private static final Key PODS_READ = new Key(PODS, NodeMetric.K8S_POD_CPU_TIME, "");

  /** For so long an outage of the gateway may last without a loss of what ended pods used. */
  private static final int FORGET_PODS_AFTER_SAMPLES = 8640;

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
      return new State(startNanos, 1, Map.of(PODS_READ, new Seen(0, 1)), Map.of());
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
    return add(readings, true);
  }

  /**
   * As {@link #add(List)}.
   *
   * @param podsRead whether pods could be read; if not, nothing is known of their end
   */
  Map<Series, Long> add(List<Reading> readings, boolean podsRead) {
    boolean podsAreOld = !seen.containsKey(PODS_READ);
    Map<Series, Long> levels = new HashMap<>();
    for (Reading reading : readings) {
      if (reading.metric().kind().grows()) {
        count(reading, sample == 0 || (podsAreOld && isPod(reading.source())));
      } else if (reading.series() != null) {
        levels.merge(reading.series(), reading.value(), Long::sum);
      }
    }
    forget(podsRead);
    sample++;
    levels.putAll(totals);
    return levels;
  }

  private void forget(boolean podsRead) {
    if (!podsRead) {
      seen.replaceAll((k, s) -> isPod(k.source()) ? new Seen(s.value(), sample) : s);
    }
    Set<String> ended = new HashSet<>();
    seen.entrySet()
        .removeIf(
            e -> {
              String source = e.getKey().source();
              int after = isPod(source) ? FORGET_PODS_AFTER_SAMPLES : FORGET_AFTER_SAMPLES;
              boolean gone = e.getValue().sample() < sample - after;
              if (gone && source.startsWith(POD) && !source.startsWith(FIXED_POD)) {
                ended.add(source.substring(POD.length()));
              }
              return gone;
            });
    if (!ended.isEmpty()) {
      totals.keySet().removeIf(s -> ended.contains(s.attributes().get(POD_UID)));
    }
  }

  private static boolean isPod(String source) {
    return source.startsWith(POD) || source.equals(PODS);
  }

  private void count(Reading reading, boolean first) {
    Key key = new Key(reading.source(), reading.metric(), reading.label());
    Seen before = seen.put(key, new Seen(reading.value(), sample));
    if (reading.series() != null) {
      long increase = increase(before, reading.value(), first, isPod(reading.source()));
      totals.merge(reading.series(), increase, Long::sum);
    }
  }

  /** A pod's figure may be the sum of its containers', and falls if one of them starts again. */
  private static long increase(@Nullable Seen before, long value, boolean first, boolean pod) {
    if (before == null) {
      return first ? 0 : value;
    }
    if (value >= before.value()) {
      return value - before.value();
    }
    return pod ? 0 : value;
  }
}
