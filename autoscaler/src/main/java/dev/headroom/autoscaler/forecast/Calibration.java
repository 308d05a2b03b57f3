package dev.headroom.autoscaler.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What came of the forecasts of a fleet: for each kind of forecast, how far off it was, in
 * multiples of the error that the series usually has. The quantile of these is the margin that
 * makes a forecast a bound which holds as often as it should: split conformal prediction on
 * normalised residuals (Papadopoulos et al., ECML 2002), online, over all series of the fleet, with
 * older residuals weighted less.
 *
 * <p>It starts with a prior, {@value #PRIOR} residuals of Student's t with four degrees of freedom,
 * so that a fleet nothing is known of is met with a wide margin.
 */
public final class Calibration {
  private static final int BINS = 400;
  private static final double LOWEST = -10;
  private static final double HIGHEST = 30;
  private static final double WIDTH = (HIGHEST - LOWEST) / BINS;
  private static final int PRIOR = 100;
  private static final double HALF_LIFE_TICKS = 20_000;
  private static final double GROWTH = StrictMath.pow(2, 1 / HALF_LIFE_TICKS);
  private static final double RESCALE_AT = 1e9;

  private final double[][] weights;
  private final double[] totals;
  private final double[] margins;
  private final double[] losses;
  private final double coverage;
  private double weight = 1;
  private int series;

  /**
   * @param coverage how often demand should be at most the bound, in (0, 1)
   */
  public Calibration(double coverage) {
    if (!(coverage > 0) || coverage >= 1) {
      throw new IllegalArgumentException("coverage is " + coverage + ", expected in (0, 1)");
    }
    this.coverage = coverage;
    int kinds = SeriesForecast.KINDS;
    this.weights = new double[kinds][];
    this.totals = new double[kinds];
    this.margins = new double[kinds];
    this.losses = new double[kinds];
    double[] prior = prior();
    for (int k = 0; k < kinds; k++) {
      weights[k] = prior.clone();
      totals[k] = PRIOR;
    }
    refresh();
  }

  private static double[] prior() {
    double[] prior = new double[BINS];
    double sum = 0;
    for (int b = 0; b < BINS; b++) {
      double z = LOWEST + (b + 0.5) * WIDTH;
      double base = 1 + z * z / 4;
      prior[b] = 1 / (base * base * StrictMath.sqrt(base));
      sum += prior[b];
    }
    for (int b = 0; b < BINS; b++) {
      prior[b] *= PRIOR / sum;
    }
    return prior;
  }

  double coverage() {
    return coverage;
  }

  /** One more series is forecast by it. */
  void join() {
    series++;
  }

  /** A residual of a kind of forecast, in multiples of the usual error. */
  void add(int kind, double residual) {
    int bin = (int) ((Math.min(HIGHEST, Math.max(LOWEST, residual)) - LOWEST) / WIDTH);
    weights[kind][Math.min(BINS - 1, bin)] += weight;
    totals[kind] += weight;
  }

  /**
   * The loss of a kind of forecast, see {@link SeriesForecast}; as a share of the series' limit.
   */
  void lose(int kind, double loss) {
    losses[kind] += loss * weight;
  }

  /** Loss of a kind of forecast so far, the mean of the series. */
  double loss(int kind) {
    return losses[kind] / weight / series;
  }

  /** To be called once a tick, between what came of the last forecasts and the next ones. */
  public void refresh() {
    for (int k = 0; k < margins.length; k++) {
      margins[k] = quantile(weights[k], totals[k]);
    }
    weight *= GROWTH;
    if (weight > RESCALE_AT) {
      for (int k = 0; k < margins.length; k++) {
        for (int b = 0; b < BINS; b++) {
          weights[k][b] /= weight;
        }
        totals[k] = Arrays.stream(weights[k]).sum();
        losses[k] /= weight;
      }
      weight = 1;
    }
  }

  /** Upper edge of the bin in which the share of the coverage is reached, from the top. */
  private double quantile(double[] bins, double total) {
    double above = total * (1 - coverage);
    double sum = 0;
    for (int b = BINS - 1; b >= 0; b--) {
      sum += bins[b];
      if (sum > above) {
        return LOWEST + (b + 1) * WIDTH;
      }
    }
    return LOWEST;
  }

  /** Margin of a kind of forecast, in multiples of the usual error. */
  double margin(int kind) {
    return margins[kind];
  }

  /** All that it has learnt, to go on with exactly as before. */
  public void write(DataOutput out) throws IOException {
    out.writeDouble(weight);
    State.write(out, totals);
    State.write(out, losses);
    for (double[] bins : weights) {
      State.write(out, bins);
    }
  }

  /**
   * Takes back what {@link #write} gave, also that of another coverage.
   *
   * @throws IOException if there is less
   */
  public void read(DataInput in) throws IOException {
    weight = in.readDouble();
    State.read(in, totals);
    State.read(in, losses);
    for (double[] bins : weights) {
      State.read(in, bins);
    }
    for (int k = 0; k < margins.length; k++) {
      margins[k] = quantile(weights[k], totals[k]);
    }
  }
}
