package dev.headroom.autoscaler.warm;

import dev.headroom.autoscaler.config.ForecastSettings;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.WarmSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.decision.Words;
import dev.headroom.autoscaler.forecast.Calibration;
import dev.headroom.autoscaler.policy.Advice;
import dev.headroom.autoscaler.policy.DemandForecast;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Placeholders for the replicas that will start before a placeholder could be replaced: the
 * newsvendor's quantity (Arrow, Harris and Marschak, Econometrica 1951) of what they take.
 *
 * <pre>
 *   taken        = Σ cores of replicas that started within the refill time
 *   placeholders = ceil(bound of what will be taken within the next refill time ÷ cores of a placeholder)
 *   bound        holds with the probability 1 − cost ÷ penalty of a core
 * </pre>
 *
 * <p>While the forecast is not calibrated, it is the most that was taken within a refill time in
 * the last day. What was needed within the last refill time is kept, so that a pool that has just
 * been emptied is not made smaller.
 */
public final class WarmPolicy {
  /** Name in the decision log. */
  public static final String NAME = "warm-pool";

  private final WarmSettings settings;
  private final Calibration calibration;
  private final DemandForecast forecast;
  private final TakenCores taken;
  private final RecentPeak needs;

  /**
   * @param limit cores that the workloads can reserve together at most, above 0
   */
  public WarmPolicy(
      PoolSettings pool, WarmSettings settings, Duration evaluateEvery, BigDecimal limit) {
    this.settings = settings;
    this.calibration = new Calibration(pool.coverage());
    this.forecast =
        new DemandForecast(
            calibration,
            new ForecastSettings(pool.coverage(), settings.refill()),
            evaluateEvery,
            limit);
    this.taken = new TakenCores(settings.refill());
    this.needs = new RecentPeak(settings.refill());
  }

  /**
   * What was taken since the evaluation before.
   *
   * @param takenCores by replicas that started since then
   */
  public void observe(Instant now, BigDecimal takenCores) {
    taken.add(now, takenCores);
    forecast.observe(now, taken.within());
    calibration.refresh();
    needs.add(now, isCalibrated() ? bound().cores() : taken.most());
  }

  private boolean isCalibrated() {
    DemandForecast.Bound bound = forecast.bound();
    return bound != null && bound.isCalibrated();
  }

  private DemandForecast.Bound bound() {
    DemandForecast.Bound bound = forecast.bound();
    if (bound == null) {
      throw new IllegalStateException("nothing was observed");
    }
    return bound;
  }

  private int placeholdersFor(BigDecimal cores) {
    return cores
        .divide(settings.cpu(), 0, RoundingMode.CEILING)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValue();
  }

  /**
   * Advice for a pool that has so many; called after {@link #observe}.
   *
   * @param isKnown whether the load of all its workloads is: if not, more may start than is seen
   */
  public Advice advise(int placeholders, boolean isKnown) {
    List<String> bounds = new ArrayList<>();
    int wanted = clamp(placeholdersFor(needs.highest()), bounds);
    if (wanted < placeholders && placeholders <= settings.max() && !isKnown) {
      return new Advice(placeholders, Rule.STALE_METRICS, List.of());
    }
    return new Advice(wanted, isCalibrated() ? Rule.FORECAST : Rule.NOT_ENOUGH_HISTORY, bounds);
  }

  private int clamp(int wanted, List<String> bounds) {
    if (wanted > settings.max()) {
      bounds.add("max-placeholders");
      return settings.max();
    }
    if (wanted < settings.min()) {
      bounds.add("min-placeholders");
      return settings.min();
    }
    return wanted;
  }

  /** Half a sentence: what is expected to be taken. */
  public String expectation() {
    String within = " within " + Words.time(settings.refill());
    return isCalibrated()
        ? "replicas that start will take at most %s cores%s (%s sure)"
            .formatted(Words.amount(bound().cores()), within, forecast.coverage())
        : "the forecast of what replicas that start will take %s, and in the last day they took at most %s cores%s"
            .formatted(forecast.whyNotCalibrated(), Words.amount(taken.most()), within);
  }

  /** For the decision's inputs. */
  public SortedMap<String, BigDecimal> figures() {
    SortedMap<String, BigDecimal> figures = new TreeMap<>(forecast.figures());
    figures.put("cpuPerPlaceholderCores", settings.cpu());
    figures.put("takenCores", taken.within());
    figures.put("mostTakenCores", taken.most());
    return figures;
  }

  /** All that it has learnt, to go on with exactly as before. */
  public void write(DataOutput out) throws IOException {
    taken.write(out);
    needs.write(out);
    calibration.write(out);
    forecast.write(out);
  }

  /** Takes back what {@link #write} gave. */
  public void read(DataInput in) throws IOException {
    taken.read(in);
    needs.read(in);
    calibration.read(in);
    forecast.read(in);
  }
}
