package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A quantity that has an allowance and tiers of its own.
 *
 * @param cycle the month, day or hour in which it was used
 * @param dimensions it is of; empty if it is that of the whole line
 * @param allowance what another meter made free of it; null if none can
 * @param stretches one for each price it moved at, in their order
 */
public record PositionExplanation(
    String cycle,
    SortedMap<String, String> dimensions,
    @Nullable EarnedAllowance allowance,
    List<PriceStretch> stretches) {

  public PositionExplanation {
    stretches = List.copyOf(stretches);
  }

  /**
   * An allowance by the use of another meter.
   *
   * @param used in the cycle, pricing units
   * @param earned in the cycle, pricing units; not all of it need be used
   */
  public record EarnedAllowance(Rational used, Rational earned) {}

  /** How far it came, in pricing units. */
  @JsonProperty
  public Rational quantity() {
    return stretches.isEmpty()
        ? Rational.ZERO
        : stretches.get(stretches.size() - 1).after().quantity();
  }

  /** In the currency. */
  @JsonProperty
  public Rational cost() {
    return stretches.stream().map(PriceStretch::cost).reduce(Rational.ZERO, Rational::plus);
  }
}
