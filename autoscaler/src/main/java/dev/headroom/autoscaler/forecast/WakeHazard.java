package dev.headroom.autoscaler.forecast;

/**
 * How likely idle workloads of a fleet wake in the next tick, by how long they have been idle: what
 * is known of one workload, and what is known of all for those of which too little is.
 *
 * <pre>
 *   hazard(a) = (own wakes at age a + K × fleet hazard near a) ÷ (own idle spells that reached a + K)
 * </pre>
 *
 * <p>That is the mean of a Beta posterior whose prior weighs K = {@value #PRIOR} spells (Gelman et
 * al., "Bayesian Data Analysis", section 5.3). A timer shows as a hazard of nearly one at its
 * period and nearly none before it; a Poisson process as the same hazard at every age.
 *
 * <p>Ages are exact up to {@value #EXACT} ticks, and in steps of 5 % beyond.
 */
public final class WakeHazard {
  private static final double PRIOR = 1.5;
  private static final int EXACT = 120;
  private static final double STEP = 1.05;
  private static final int COARSE = 96;
  private static final int BINS = EXACT + COARSE;

  /** Where fleet hazards are averaged over, as a factor to both sides of an age. */
  private static final double NEAR = 1.25;

  private static final int MOST_SPELLS = 512;

  private final double[] wakes = new double[BINS];
  private final double[] exposures = new double[BINS];
  private final double[] wakesBelow = new double[BINS + 1];
  private final double[] exposuresBelow = new double[BINS + 1];
  private double stays = 1;
  private double actives = 2;

  /** The idle spells of one workload; about 0.5 KiB. */
  public final class Spells {
    private final short[] ended = new short[BINS];
    private int spells;
    private int reached;
    private int age = -1;
    private float ownStays;
    private float ownActives;

    /** Whether there was demand in the tick that ended. */
    public void observe(boolean active) {
      if (age == 0) {
        ownActives++;
        actives++;
        if (active) {
          ownStays++;
          stays++;
        } else {
          reached = spells;
        }
      } else if (age > 0) {
        exposures[bin(age)]++;
        if (active) {
          wakes[bin(age)]++;
          ended[bin(age)]++;
          spells++;
        } else if (bin(age + 1) != bin(age)) {
          reached -= ended[bin(age)];
        }
      }
      if (active) {
        age = 0;
      } else if (age >= 0 && age < Integer.MAX_VALUE) {
        age++;
      }
      forget();
    }

    private void forget() {
      if (ownActives > MOST_SPELLS) {
        ownActives /= 2;
        ownStays /= 2;
      }
      if (spells < MOST_SPELLS) {
        return;
      }
      spells = 0;
      reached = 0;
      for (int b = 0; b < BINS; b++) {
        ended[b] = (short) (ended[b] / 2);
        spells += ended[b];
        reached += age > 0 && b >= bin(age) ? ended[b] : 0;
      }
    }

    /**
     * The probability of demand in the next tick, in [0, 1]; 0 for a workload that has never had
     * any.
     */
    public double next() {
      if (age < 0) {
        return 0;
      }
      if (age == 0) {
        return (ownStays + PRIOR * stays / actives) / (ownActives + PRIOR);
      }
      int bin = bin(age);
      double width = width(bin);
      double exposed = (reached - ended[bin] / 2.0 * (width - 1) / width) * width;
      return (ended[bin] + PRIOR * near(age)) / (Math.max(0, exposed) + PRIOR);
    }
  }

  /** For one more workload. */
  public Spells spells() {
    return new Spells();
  }

  /** To be called once a tick, after all workloads were observed. */
  public void refresh() {
    for (int b = 0; b < BINS; b++) {
      wakesBelow[b + 1] = wakesBelow[b] + wakes[b];
      exposuresBelow[b + 1] = exposuresBelow[b] + exposures[b];
    }
  }

  private double near(int age) {
    int from = bin((int) Math.max(1, age / NEAR));
    int to = bin((int) Math.min(Integer.MAX_VALUE - 1, Math.ceil(age * NEAR))) + 1;
    double woke = wakesBelow[to] - wakesBelow[from];
    double exposed = exposuresBelow[to] - exposuresBelow[from];
    return (woke + 0.1) / (exposed + 1);
  }

  private static int bin(int age) {
    if (age <= EXACT) {
      return age - 1;
    }
    int coarse = (int) (StrictMath.log((double) age / EXACT) / StrictMath.log(STEP));
    return Math.min(BINS - 1, EXACT + coarse);
  }

  private static double width(int bin) {
    return bin < EXACT ? 1 : Math.max(1, EXACT * (STEP - 1) * StrictMath.pow(STEP, bin - EXACT));
  }
}
