package dev.headroom.autoscaler.policy;

import dev.headroom.autoscaler.config.ForecastSettings;
import dev.headroom.autoscaler.forecast.Calibration;
import dev.headroom.autoscaler.forecast.SeriesForecast;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a workload, or the workloads of a pool together, will want when a decision of now takes
 * effect. All that share a calibration are told the demand of an evaluation, then the calibration
 * is refreshed, then each is asked for its bound.
 */
public final class DemandForecast {
  private static final int SCALE = 6;

  /**
   * A bound of the demand.
   *
   * @param cores that the demand is at most, as often as the coverage says; scale {@value #SCALE},
   *     half-even
   * @param outcomes how many bounds before it have come true or not
   * @param exceeded share of those that were exceeded, older ones weighted less; NaN if there is
   *     none
   * @param isCalibrated whether it can be believed, see {@link SeriesForecast#isCalibrated}
   */
  public record Bound(BigDecimal cores, long outcomes, double exceeded, boolean isCalibrated) {

    private void write(DataOutput out) throws IOException {
      out.writeUTF(cores.toPlainString());
      out.writeLong(outcomes);
      out.writeDouble(exceeded);
      out.writeBoolean(isCalibrated);
    }

    private static Bound read(DataInput in) throws IOException {
      return new Bound(
          new BigDecimal(in.readUTF()), in.readLong(), in.readDouble(), in.readBoolean());
    }
  }

  private final ForecastSettings settings;
  private final Duration evaluateEvery;
  private final int leadTicks;
  private final SeriesForecast series;
  private @Nullable Bound bound;
  private boolean isObserved;

  /**
   * @param limit cores that it can use at most, above 0
   */
  public DemandForecast(
      Calibration calibration,
      ForecastSettings settings,
      Duration evaluateEvery,
      BigDecimal limit) {
    this.settings = settings;
    this.evaluateEvery = evaluateEvery;
    this.leadTicks = settings.leadTicks(evaluateEvery);
    this.series = new SeriesForecast(calibration, leadTicks, limit.doubleValue(), evaluateEvery);
  }

  /** The demand of an evaluation; one in which it is not known is left out. */
  public void observe(Instant now, BigDecimal cores) {
    long tick = Math.floorDiv(now.getEpochSecond(), evaluateEvery.toSeconds());
    series.observe(tick, cores.doubleValue());
    isObserved = true;
  }

  /** The bound after the last demand that was observed; null before the first. */
  public @Nullable Bound bound() {
    if (isObserved) {
      isObserved = false;
      BigDecimal cores = BigDecimal.valueOf(series.bound()).setScale(SCALE, RoundingMode.HALF_EVEN);
      bound = new Bound(cores, series.outcomes(), series.exceeded(), series.isCalibrated());
    }
    return bound;
  }

  /** What a decision tells of the bound. */
  public SortedMap<String, BigDecimal> figures() {
    SortedMap<String, BigDecimal> figures = new TreeMap<>();
    figures.put("forecastLeadSeconds", BigDecimal.valueOf(leadSeconds()));
    figures.put("forecastCoverageRatio", ratio(settings.coverage()));
    Bound now = bound();
    if (now != null) {
      figures.put("forecastCores", now.cores().setScale(3, RoundingMode.HALF_EVEN));
      figures.put("forecastOutcomes", BigDecimal.valueOf(now.outcomes()));
      if (now.outcomes() > 0) {
        figures.put("forecastExceededRatio", ratio(now.exceeded()));
      }
    }
    return figures;
  }

  /** From a decision until what was forecast, in whole evaluations. */
  public long leadSeconds() {
    return leadTicks * evaluateEvery.toSeconds();
  }

  /** How often the demand should be at most the bound, such as {@code 99.9 %}. */
  public String coverage() {
    return percent(settings.coverage());
  }

  /** Half a sentence. */
  public String whyNotCalibrated() {
    Bound now = bound();
    double allowed = 1 - settings.coverage();
    return now == null || now.outcomes() * allowed < 1
        ? "is not calibrated yet (%d of %d outcomes)"
            .formatted(now == null ? 0 : now.outcomes(), (long) Math.ceil(1 / allowed - 1e-9))
        : "was exceeded %s of the time where %s is allowed"
            .formatted(percent(now.exceeded()), percent(allowed));
  }

  private static BigDecimal ratio(double share) {
    return BigDecimal.valueOf(share).setScale(6, RoundingMode.HALF_EVEN);
  }

  private static String percent(double share) {
    BigDecimal rounded =
        BigDecimal.valueOf(share * 100).setScale(3, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString() + " %";
  }

  /** All that it has learnt, to go on with exactly as before; without the calibration. */
  public void write(DataOutput out) throws IOException {
    Bound now = bound();
    out.writeInt(leadTicks);
    series.write(out);
    out.writeBoolean(now != null);
    if (now != null) {
      now.write(out);
    }
  }

  /**
   * Takes back what {@link #write} gave. What was learnt with another lead is of no use: then it
   * starts anew.
   *
   * @throws IOException if there is less
   */
  public void read(DataInput in) throws IOException {
    if (in.readInt() != leadTicks) {
      return;
    }
    series.read(in);
    bound = in.readBoolean() ? Bound.read(in) : null;
    isObserved = false;
  }
}
