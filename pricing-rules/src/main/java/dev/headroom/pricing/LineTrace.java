package dev.headroom.pricing;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Is told how one line is rated, in the order of event time: the rows of a window, the window, the
 * quantities it comes to, and how far they move the positions. What it is told is what the rating
 * has at hand, so that nothing is worked out for a trace that does not look.
 */
interface LineTrace {
  /** Looks at nothing. */
  LineTrace NONE = new LineTrace() {};

  /**
   * The unit that the usage of a meter has.
   *
   * @param part of the line: an index of {@link PriceLine#parts}, or {@link LineRows#EARNING}
   * @param conversion how many of the part's unit one of {@code unit} is, before its {@code times}
   */
  default void learnt(int part, String unit, Rational conversion) {}

  /** A row that is priced, or earns. */
  default void row(LineRows.Row row) {}

  /** The fee of the first tier is due whatever is used. */
  default void unused(PriceVersion prices) {}

  /**
   * The rows of a window are complete.
   *
   * @param cycle in which it is: an hour, a day or a month; each begins positions anew
   */
  default void window(Instant start, Instant end, Object cycle) {}

  /**
   * What was used in the window, where it is priced as it is.
   *
   * @param kept dimensions that the line keeps apart
   * @param quanta 10⁻⁹ of the usage's unit
   */
  default void direct(Map<String, String> kept, BigInteger quanta) {}

  /**
   * What was used in the window, else.
   *
   * @param meters of each part of the line, in its unit
   * @param combined of all of them, in pricing units, before the steps
   */
  default void combined(Map<String, String> kept, List<Rational> meters, Rational combined) {}

  /** What a step of {@link PriceLine#quantity} has made of it, in pricing units. */
  default void step(Rational after) {}

  /**
   * What the steps have come to.
   *
   * @param nanos 10⁻⁹ pricing units
   */
  default void priced(BigInteger nanos) {}

  /**
   * A bank of credits, all in pricing units.
   *
   * @param before saved up before the window
   * @param left of what was used, to be priced
   * @param after saved up after the window
   */
  default void banked(
      Map<String, String> key,
      Rational before,
      Rational earned,
      Rational used,
      Rational left,
      Rational after) {}

  /**
   * An allowance that another meter brings.
   *
   * @param used in the cycle so far, 10⁻⁹ pricing units
   * @param earned in the cycle so far, pricing units
   */
  default void allowed(Map<String, String> key, BigInteger used, Rational earned) {}

  /**
   * A position moves.
   *
   * @param key dimensions it is of; empty if it is that of the whole line
   * @param from quanta
   * @param to quanta; less than {@code from} if an allowance grew
   * @param perQuantum pricing units
   */
  default void moved(
      Map<String, String> key,
      PriceVersion prices,
      BigInteger from,
      BigInteger to,
      Rational perQuantum) {}

  /**
   * A fee, or a part of one.
   *
   * @param to exclusive
   * @param share of a month
   */
  default void fee(@Nullable Rational price, LocalDate from, LocalDate to, Rational share) {}

  /**
   * All usage of the line is rated; a fee is the sum of its parts.
   *
   * @param exact cost in the currency, before the maximum and the rounding
   */
  default void closed(Rational exact) {}
}
