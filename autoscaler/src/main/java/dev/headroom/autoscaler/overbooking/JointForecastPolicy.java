package dev.headroom.autoscaler.overbooking;

import dev.headroom.autoscaler.config.ForecastSettings;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.forecast.Calibration;
import dev.headroom.autoscaler.policy.DemandForecast;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;

/**
 * Sells the cores of a pool as often as it earns: machines for what its tenants will want together
 * when those machines are there, with the probability at which one more core would cost as much as
 * it would save. It is their sum that is forecast, so it is seen which of them peak together.
 *
 * <p>While the forecast is not calibrated, yet or any more, the {@link JointPeakPolicy} decides.
 */
public final class JointForecastPolicy implements PoolPolicy {
  /** Name in the decision log. */
  public static final String NAME = "forecast";

  private final Calibration calibration;
  private final DemandForecast forecast;
  private final JointPeakPolicy fallback;
  private final MachineCount count;

  /**
   * @param limit cores that the tenants can use together at most, above 0
   */
  public JointForecastPolicy(
      PoolSettings pool, ForecastSettings settings, Duration evaluateEvery, BigDecimal limit) {
    this.calibration = new Calibration(settings.coverage());
    this.forecast = new DemandForecast(calibration, settings, evaluateEvery, limit);
    this.fallback = new JointPeakPolicy(pool, evaluateEvery);
    this.count = new MachineCount(pool);
  }

  /** Which decides while the forecast is not calibrated. */
  public JointPeakPolicy fallback() {
    return fallback;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void observe(Instant now, BigDecimal usedCores) {
    forecast.observe(now, usedCores);
    calibration.refresh();
    fallback.observe(now, usedCores);
  }

  @Override
  public PoolAdvice advise(int machines, PoolLoad load) {
    DemandForecast.Bound bound = forecast.bound();
    return bound != null && bound.isCalibrated()
        ? count.advise(machines, load, bound.cores(), Rule.FORECAST)
        : fallback.advise(machines, load);
  }

  @Override
  public SortedMap<String, BigDecimal> figures() {
    return forecast.figures();
  }

  @Override
  public String whatIsMissing() {
    return "the forecast of what they use together "
        + forecast.whyNotCalibrated()
        + ", and "
        + fallback.whatIsMissing();
  }

  /** All that it has learnt but for the fallback's history, to go on with exactly as before. */
  public void write(DataOutput out) throws IOException {
    calibration.write(out);
    forecast.write(out);
  }

  /** Takes back what {@link #write} gave. */
  public void read(DataInput in) throws IOException {
    calibration.read(in);
    forecast.read(in);
  }
}
