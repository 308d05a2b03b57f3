package dev.headroom.autoscaler.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Mean level of a series by the time of a cycle, in {@code bins} equal parts. Each part is an
 * exponentially weighted mean over the cycles that were seen; 4 bytes a bin.
 */
final class SeasonalProfile {
  /** A bin forgets half of what it knew over so many cycles. */
  private static final double CYCLES = 2;

  private static final float UNKNOWN = Float.NaN;

  private final long period;
  private final int bins;
  private float @Nullable [] levels;
  private long bin = -1;
  private double sum;
  private int count;

  /**
   * @param period ticks of a cycle, at least {@code bins}
   */
  SeasonalProfile(long period, int bins) {
    this.period = period;
    this.bins = bins;
  }

  /** Adds the value of a tick; ticks ascend. */
  void add(long tick, double value) {
    long at = tick * bins / period;
    if (at != bin) {
      close();
      bin = at;
      sum = 0;
      count = 0;
    }
    sum += value;
    count++;
  }

  private void close() {
    if (count == 0) {
      return;
    }
    if (levels == null) {
      levels = new float[bins];
      Arrays.fill(levels, UNKNOWN);
    }
    int i = (int) (bin % bins);
    double level = sum / count;
    double weight = 1 - StrictMath.pow(0.5, 1 / CYCLES);
    levels[i] = (float) (Float.isNaN(levels[i]) ? level : levels[i] + weight * (level - levels[i]));
  }

  /**
   * By what factor the level changed from one tick to a later one, in the cycles before.
   *
   * @return in [1/5, 5], or NaN where a cycle before is not known
   */
  double change(long from, long to) {
    double before = level(from);
    double after = level(to);
    if (Double.isNaN(before) || Double.isNaN(after)) {
      return Double.NaN;
    }
    double small = 1e-9 + 1e-3 * Math.max(before, after);
    return Math.min(5, Math.max(0.2, (after + small) / (before + small)));
  }

  /** Between the middles of the two nearest bins. */
  private double level(long tick) {
    if (levels == null) {
      return Double.NaN;
    }
    double at = (double) (tick % period) * bins / period - 0.5;
    int left = (int) Math.floor(at);
    double share = at - left;
    double a = levels[Math.floorMod(left, bins)];
    double b = levels[Math.floorMod(left + 1, bins)];
    return a + share * (b - a);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(bin);
    out.writeDouble(sum);
    out.writeInt(count);
    out.writeBoolean(levels != null);
    if (levels != null) {
      State.write(out, levels);
    }
  }

  void read(DataInput in) throws IOException {
    bin = in.readLong();
    sum = in.readDouble();
    count = in.readInt();
    levels = in.readBoolean() ? State.read(in, new float[bins]) : null;
  }
}
