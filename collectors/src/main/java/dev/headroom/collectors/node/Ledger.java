package dev.headroom.collectors.node;

import io.opentelemetry.api.common.AttributeKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums what many sources count, so that a sum starts at zero and never falls under one start time,
 * whatever restarts, ends or gets another's number.
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

  /** A source that is there once pods could be read: those of the first time are not new. */
  static final String PODS = "pods";

  static final AttributeKey<String> POD_UID = AttributeKey.stringKey("k8s.pod.uid");

  private static final Key PODS_READ = new Key(PODS, NodeMetric.K8S_POD_CPU_TIME, "");

  /** For so long an outage of the gateway may last without a loss of what has ended. */
  private static final int FORGET_SUMS_AFTER_SAMPLES = 8640;

  /** A pod may be told of again by a kubelet that was away. */
  private static final int FORGET_PODS_AFTER_SAMPLES = FORGET_SUMS_AFTER_SAMPLES;

  /** A source that could not be read for a moment must not count from zero when it can again. */
  private static final int FORGET_AFTER_SAMPLES = 60;

  private final long startNanos;
  private final Map<Key, Seen> seen = new HashMap<>();
  private final Map<Series, Total> totals = new HashMap<>();
  private long sampledNanos;
  private long sample;

  /** A counter of a source. */
  record Key(String source, NodeMetric metric, String label) {}

  /** The last reading of a counter, and at which sample it was. */
  record Seen(long value, long sample) {}

  /** A sum, since when it counts, and at which sample something of it was last read. */
  record Total(Sum sum, long sample) {}

  /**
   * Everything that a ledger knows.
   *
   * @param startNanos since when the first sums count, since 1970
   * @param sampledNanos when the last sample was; at first, the same
   * @param sample how many samples there have been
   */
  record State(
      long startNanos,
      long sampledNanos,
      long sample,
      Map<Key, Seen> seen,
      Map<Series, Total> totals) {
    State {
      seen = Map.copyOf(seen);
      totals = Map.copyOf(totals);
    }

    /** Counts from the first sample on. */
    static State empty(long startNanos) {
      return new State(startNanos, startNanos, 0, Map.of(), Map.of());
    }

    /** Counts all of what is there at the first sample, since it came after the start. */
    static State allIsNew(long startNanos) {
      Map<Key, Seen> seen = Map.of(PODS_READ, new Seen(0, 1));
      return new State(startNanos, startNanos, 1, seen, Map.of());
    }
  }

  Ledger(State state) {
    startNanos = state.startNanos();
    sampledNanos = state.sampledNanos();
    sample = state.sample();
    seen.putAll(state.seen());
    totals.putAll(state.totals());
  }

  State state() {
    return new State(startNanos, sampledNanos, sample, seen, totals);
  }

  long startNanos() {
    return startNanos;
  }

  /**
   * The sums after one more sample; a level that has no reading any more is absent, and so is, a
   * day of samples later, a counter.
   *
   * @param podsRead whether pods could be read; if not, nothing is known of their end
   * @param nowNanos when the sample was taken, since 1970
   */
  Map<Series, Sum> add(List<Reading> readings, boolean podsRead, long nowNanos) {
    // A clock that was set back must not let a sum begin after the sample.
    sampledNanos = Math.min(sampledNanos, nowNanos - 1);
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
    sampledNanos = nowNanos;
    Map<Series, Sum> sums = new HashMap<>();
    levels.forEach((series, value) -> sums.put(series, new Sum(value, startNanos)));
    totals.forEach((series, total) -> sums.put(series, total.sum()));
    return sums;
  }

  private void forget(boolean podsRead) {
    if (!podsRead) {
      seen.replaceAll((k, s) -> isPod(k.source()) ? new Seen(s.value(), sample) : s);
      totals.replaceAll((s, t) -> isPod(s) ? new Total(t.sum(), sample) : t);
    }
    seen.entrySet()
        .removeIf(
            e -> {
              boolean pod = isPod(e.getKey().source());
              int after = pod ? FORGET_PODS_AFTER_SAMPLES : FORGET_AFTER_SAMPLES;
              return e.getValue().sample() < sample - after;
            });
    totals.values().removeIf(t -> t.sample() < sample - FORGET_SUMS_AFTER_SAMPLES);
  }

  private static boolean isPod(Series series) {
    return series.attributes().get(POD_UID) != null;
  }

  private static boolean isPod(String source) {
    return source.startsWith(POD) || source.equals(PODS);
  }

  private void count(Reading reading, boolean first) {
    Key key = new Key(reading.source(), reading.metric(), reading.label());
    Seen before = seen.put(key, new Seen(reading.value(), sample));
    if (reading.series() != null) {
      long increase = increase(before, reading.value(), first, isPod(reading.source()));
      totals.compute(reading.series(), (series, total) -> total(total, increase));
    }
  }

  /** A sum that begins counts what was used since the sample before, which had nothing of it. */
  private Total total(@Nullable Total before, long increase) {
    return before == null
        ? new Total(new Sum(increase, sampledNanos), sample)
        : new Total(new Sum(before.sum().value() + increase, before.sum().startNanos()), sample);
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
