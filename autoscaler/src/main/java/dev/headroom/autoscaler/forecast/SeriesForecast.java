package dev.headroom.autoscaler.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A bound of what one series will want so many ticks ahead, which holds as often as its {@link
 * Calibration} says.
 *
 * <p>A kind of forecast is an {@link Expert} and a memory for its errors; its bound is
 *
 * <pre>
 *   bound = expert + margin × usual error
 *   usual error = exponentially weighted mean of |value − expert|, half-life 15, 60 or 240 ticks
 * </pre>
 *
 * and its loss is what that bound would have cost, a unit too few against a unit too many (the
 * pinball loss, whose minimum is the quantile: Koenker and Bassett, Econometrica 46(1), 1978):
 *
 * <pre>
 *   loss = (1 − coverage) × (bound − value)   if the value is below
 *        = coverage × (value − bound)         if it is above
 * </pre>
 *
 * The kind with the least loss so far, of this series and of the fleet, gives the bound. So a
 * season is followed only where following it would have paid, and a series nobody can foresee is
 * met by the last value and a margin: reactive.
 *
 * <p>About 0.6 KiB for a lead of one tick; with seasons 0.8 KiB more.
 */
public final class SeriesForecast {
  private static final int[] ERROR_HALF_LIVES = {15, 60, 240};
  private static final int MEMORIES = ERROR_HALF_LIVES.length;
  static final int KINDS = Expert.COUNT * MEMORIES;

  private static final double[] MEAN_HALF_LIVES = {1, 2, 3, 4, 10, 30};
  private static final double LOSS_DECAY = StrictMath.pow(0.5, 1 / 10_000.0);
  private static final int UNSCORED = 3;

  /** Of how often the bound is exceeded, in the number of ticks in which once is allowed. */
  private static final double EXCEEDED_HALF_LIFE = 10;

  /** So often as allowed it may be exceeded before it is no longer believed. */
  private static final double TOLERATED = 2;

  private final Calibration calibration;
  private final int lead;
  private final double limit;
  private final double least;
  private final SeasonalProfile daily;
  private final SeasonalProfile weekly;
  private final double[] means = new double[MEAN_HALF_LIVES.length];
  private final float[] errors = new float[KINDS];
  private final float[] losses = new float[KINDS];

  /** Of each tick that is still to come: the experts' values, then the kinds' usual errors. */
  private final float[] @Nullable [] pending;

  private final double[] bounds;
  private double last;
  private long seen;
  private long now = -1;
  private int chosen;
  private long outcomes;
  private double exceeded;

  /**
   * @param lead ticks ahead, at least 1
   * @param limit greatest value that the series may have, above 0
   * @param tick length of a tick
   */
  public SeriesForecast(Calibration calibration, int lead, double limit, Duration tick) {
    this.calibration = calibration;
    calibration.join();
    this.lead = lead;
    this.limit = limit;
    this.least = limit / 1000;
    long day = Math.max(24, Math.round((double) Duration.ofDays(1).toMillis() / tick.toMillis()));
    this.daily = new SeasonalProfile(day, 24);
    this.weekly = new SeasonalProfile(7 * day, 168);
    this.pending = new float[lead][];
    this.bounds = new double[lead];
  }

  /**
   * The value of a tick; ticks ascend, and those that are left out were not reported. To be called
   * for all series of a fleet before {@link Calibration#refresh}.
   */
  public void observe(long tick, double value) {
    if (tick != now + 1) {
      Arrays.fill(pending, null);
    }
    int slot = (int) (tick % lead);
    float[] before = pending[slot];
    if (before != null) {
      score(before, bounds[slot], value);
    }
    now = tick;
    for (int i = 0; i < means.length; i++) {
      double weight = 1 - StrictMath.pow(0.5, 1 / MEAN_HALF_LIVES[i]);
      means[i] = seen == 0 ? value : means[i] + weight * (value - means[i]);
    }
    last = value;
    daily.add(tick, value);
    weekly.add(tick, value);
    seen++;
  }

  private void score(float[] before, double bound, double value) {
    boolean counts = seen > lead + UNSCORED;
    for (int e = 0; e < Expert.COUNT; e++) {
      double residual = value - before[e];
      for (int m = 0; m < MEMORIES; m++) {
        int kind = e * MEMORIES + m;
        double usual = Math.max(least, before[Expert.COUNT + kind]);
        if (counts) {
          calibration.add(kind, residual / usual);
          double over = before[e] + calibration.margin(kind) * usual - value;
          double loss =
              over > 0 ? (1 - calibration.coverage()) * over : -calibration.coverage() * over;
          losses[kind] = (float) (losses[kind] * LOSS_DECAY + loss / limit);
          calibration.lose(kind, loss / limit);
        }
        double weight = Math.max(1 - StrictMath.pow(0.5, 1.0 / ERROR_HALF_LIVES[m]), 1.0 / seen);
        errors[kind] += (float) (weight * (Math.abs(residual) - errors[kind]));
      }
    }
    if (counts) {
      outcome(value > bound);
    }
  }

  private void outcome(boolean wasExceeded) {
    outcomes++;
    double halfLife = EXCEEDED_HALF_LIFE / (1 - calibration.coverage());
    double weight = Math.max(1 - StrictMath.pow(0.5, 1 / halfLife), 1.0 / outcomes);
    exceeded += weight * ((wasExceeded ? 1 : 0) - exceeded);
  }

  /** How many of its bounds have come true or not. */
  public long outcomes() {
    return outcomes;
  }

  /** Share of its bounds that were exceeded, older ones weighted less; NaN before the first. */
  public double exceeded() {
    return outcomes == 0 ? Double.NaN : exceeded;
  }

  /**
   * Whether the bound can be believed: as many of them have come true or not as are needed to
   * expect one exceeded, and it is not exceeded twice as often as it should be.
   */
  public boolean isCalibrated() {
    double allowed = 1 - calibration.coverage();
    return outcomes * allowed >= 1 - 1e-9 && exceeded <= TOLERATED * allowed;
  }

  /** The bound for {@code lead} ticks after the last that was observed, in [0, limit]. */
  public double bound() {
    double[] experts = experts();
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < KINDS; k++) {
      double loss = losses[k] + calibration.loss(k);
      if (loss < least) {
        least = loss;
        best = k;
      }
    }
    chosen = best;
    int slot = (int) ((now + lead) % lead);
    float[] issued = pending[slot] == null ? new float[Expert.COUNT + KINDS] : pending[slot];
    for (int e = 0; e < Expert.COUNT; e++) {
      issued[e] = (float) experts[e];
    }
    System.arraycopy(errors, 0, issued, Expert.COUNT, KINDS);
    pending[slot] = issued;
    double usual = Math.max(this.least, errors[best]);
    double bound = experts[best / MEMORIES] + calibration.margin(best) * usual;
    bounds[slot] = Math.min(limit, Math.max(0, bound));
    return bounds[slot];
  }

  private double[] experts() {
    double[] experts = new double[Expert.COUNT];
    long to = now + lead;
    double slope = (means[2] - means[4]) / (7 / StrictMath.log(2));
    for (int e = 0; e < Expert.COUNT; e++) {
      experts[e] =
          switch (Expert.ALL[e]) {
            case LAST -> last;
            case MEAN_1 -> means[0];
            case MEAN_2 -> means[1];
            case MEAN_4 -> means[3];
            case MEAN_10 -> means[4];
            case MEAN_30 -> means[5];
            case TREND -> Math.max(0, means[0] + slope * (lead + 1));
            case DAILY -> seasonal(daily, to);
            case WEEKLY -> seasonal(weekly, to);
          };
    }
    return experts;
  }

  private double seasonal(SeasonalProfile profile, long to) {
    double change = profile.change(now, to);
    return means[0] * (Double.isNaN(change) ? 1 : change);
  }

  /** The kind of forecast that the last bound came from, e.g. {@code trend/15}. */
  public String chosen() {
    Expert expert = Expert.ALL[chosen / MEMORIES];
    return expert.name().toLowerCase(Locale.ROOT).replace('_', '-')
        + "/"
        + ERROR_HALF_LIVES[chosen % MEMORIES];
  }

  /** All that it has learnt, to go on with exactly as before; without the calibration. */
  public void write(DataOutput out) throws IOException {
    out.writeDouble(last);
    out.writeLong(seen);
    out.writeLong(now);
    out.writeInt(chosen);
    out.writeLong(outcomes);
    out.writeDouble(exceeded);
    State.write(out, means);
    State.write(out, errors);
    State.write(out, losses);
    State.write(out, bounds);
    for (float[] issued : pending) {
      out.writeBoolean(issued != null);
      if (issued != null) {
        State.write(out, issued);
      }
    }
    daily.write(out);
    weekly.write(out);
  }

  /**
   * Takes back what {@link #write} gave, of the same lead.
   *
   * @throws IOException if there is less
   */
  public void read(DataInput in) throws IOException {
    last = in.readDouble();
    seen = in.readLong();
    now = in.readLong();
    chosen = in.readInt();
    outcomes = in.readLong();
    exceeded = in.readDouble();
    State.read(in, means);
    State.read(in, errors);
    State.read(in, losses);
    State.read(in, bounds);
    for (int i = 0; i < lead; i++) {
      pending[i] = in.readBoolean() ? State.read(in, new float[Expert.COUNT + KINDS]) : null;
    }
    daily.read(in);
    weekly.read(in);
  }
}
