package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * What a line made of the usage of one window; quantities are in pricing units unless said.
 *
 * @param end exclusive
 * @param cycle the month, day or hour that it is in
 * @param taken for each combination of the dimensions that are kept apart
 * @param banked what the bank of credits did, if the line has one, for each position
 * @param moves of the positions
 * @param charged the amount of its charge, which has nine places
 */
public record WindowExplanation(
    Instant start,
    Instant end,
    String cycle,
    List<Taken> taken,
    List<Banked> banked,
    List<Move> moves,
    BigDecimal charged) {

  public WindowExplanation {
    taken = List.copyOf(taken);
    banked = List.copyOf(banked);
    moves = List.copyOf(moves);
  }

  /**
   * From what was used to what is priced of it.
   *
   * @param meters of each meter of the line, in the unit it is converted to, its factor included
   * @param combined of them together
   * @param afterSteps after each step of the line
   * @param quantity after all of them; rounded half-even to nine places if anything was done to it
   */
  public record Taken(
      SortedMap<String, String> dimensions,
      List<Rational> meters,
      Rational combined,
      List<Rational> afterSteps,
      Rational quantity) {
    public Taken {
      meters = List.copyOf(meters);
      afterSteps = List.copyOf(afterSteps);
    }
  }

  /**
   * Credits of a position.
   *
   * @param before saved up before the window
   * @param lost above the cap
   * @param left what was not covered, to be priced
   * @param after saved up after it
   */
  public record Banked(
      SortedMap<String, String> dimensions,
      Rational before,
      Rational earned,
      Rational lost,
      Rational used,
      Rational left,
      Rational after) {
    /** Used at the expense of the bank. */
    @JsonProperty
    public Rational spent() {
      return used.minus(left);
    }
  }

  /** How far a position moved; back, if an allowance of another meter grew. */
  public record Move(SortedMap<String, String> dimensions, Rational from, Rational to) {}
}
