package dev.headroom.autoscaler.demand;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one workload: the most that one of its reporters used in a day (peaks are what
 * memory is sized by: Rzadca et al., "Autopilot", EuroSys 2020, section 3.2), and kills for lack of
 * it. A day is 24 whole hours and the one that is going on; what said nothing for as long is
 * forgotten.
 */
public final class MemoryDemand {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int HOURS = 24;

  /**
   * The last value of a counter of kills.
   *
   * @param start in seconds since 1970
   * @param hour of its newest point
   */
  private record Kills(long start, long number, long hour) {}

  /**
   * What is known.
   *
   * @param peak bytes that one reporter used at most; null if none ever reported
   * @param isFresh whether one reported lately
   * @param kills since the evaluation before
   */
  public record Known(@Nullable BigDecimal peak, boolean isFresh, long kills) {}

  private final Duration staleAfter;
  private final List<MemoryPoint> coming = new ArrayList<>();
  private final NavigableMap<Long, BigDecimal> peaks = new TreeMap<>();
  private final Map<Identity, Kills> kills = new HashMap<>();
  private MemoryMetric measured = MemoryMetric.OOM_KILLS;
  private @Nullable Instant newest;

  /**
   * @param staleAfter age from which a point says nothing about now
   */
  public MemoryDemand(Duration staleAfter) {
    this.staleAfter = staleAfter;
  }

  public void add(MemoryPoint point) {
    coming.add(point);
  }

  /** As of {@code now}, from points at or before it; {@code now} never goes back. */
  public Known at(Instant now) {
    long killed = 0;
    Iterator<MemoryPoint> points = coming.iterator();
    while (points.hasNext()) {
      MemoryPoint point = points.next();
      if (!point.time().isAfter(now)) {
        killed += take(point);
        points.remove();
      }
    }
    peaks.headMap(hour(now) - HOURS, false).clear();
    kills.values().removeIf(counter -> counter.hour() < hour(now) - HOURS);
    return new Known(
        peaks.values().stream().max(BigDecimal::compareTo).orElse(null),
        newest != null && !newest.isBefore(now.minus(staleAfter)),
        killed);
  }

  private static long hour(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), HOUR.toSeconds());
  }

  /** How many more were killed. */
  private long take(MemoryPoint point) {
    if (point.metric() == MemoryMetric.OOM_KILLS) {
      return killed(point);
    }
    if (point.metric().compareTo(measured) < 0) {
      measured = point.metric();
      peaks.clear();
    }
    if (point.metric() == measured) {
      peaks.merge(hour(point.time()), point.value(), BigDecimal::max);
      newest = newest == null || point.time().isAfter(newest) ? point.time() : newest;
    }
    return 0;
  }

  /** The first value of a counter that did not start with it says nothing of now. */
  private long killed(MemoryPoint point) {
    long start = point.start() == null ? 0 : point.start().getEpochSecond();
    Kills now = new Kills(start, point.value().longValue(), hour(point.time()));
    Kills before = kills.get(point.series());
    if (before == null || start > before.start()) {
      kills.put(point.series(), now);
      return before == null ? 0 : now.number();
    }
    if (start < before.start()) {
      return 0;
    }
    long more = Math.max(0, now.number() - before.number());
    kills.put(
        point.series(),
        new Kills(start, before.number() + more, Math.max(before.hour(), now.hour())));
    return more;
  }

  /** All that is not read again after a restart. */
  public void write(DataOutput out) throws IOException {
    out.writeUTF(measured.name());
    out.writeLong(newest == null ? Long.MIN_VALUE : newest.getEpochSecond());
    out.writeInt(peaks.size());
    for (Map.Entry<Long, BigDecimal> peak : peaks.entrySet()) {
      out.writeLong(peak.getKey());
      out.writeUTF(peak.getValue().toPlainString());
    }
    out.writeInt(kills.size());
    for (Map.Entry<Identity, Kills> counter : kills.entrySet()) {
      out.writeLong(counter.getKey().high());
      out.writeLong(counter.getKey().low());
      out.writeLong(counter.getValue().start());
      out.writeLong(counter.getValue().number());
      out.writeLong(counter.getValue().hour());
    }
  }

  /** Takes back what {@link #write} gave. */
  public void read(DataInput in) throws IOException {
    measured = MemoryMetric.valueOf(in.readUTF());
    long seconds = in.readLong();
    newest = seconds == Long.MIN_VALUE ? null : Instant.ofEpochSecond(seconds);
    peaks.clear();
    for (int left = in.readInt(); left > 0; left--) {
      peaks.put(in.readLong(), new BigDecimal(in.readUTF()));
    }
    kills.clear();
    for (int left = in.readInt(); left > 0; left--) {
      kills.put(
          new Identity(in.readLong(), in.readLong()),
          new Kills(in.readLong(), in.readLong(), in.readLong()));
    }
  }
}
