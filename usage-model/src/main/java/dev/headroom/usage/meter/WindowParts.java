package dev.headroom.usage.meter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** What the quantity of a window is made of. */
public sealed interface WindowParts {

  /** Of nothing but what is added up for the window as a whole. */
  record Whole() implements WindowParts {}

  /**
   * Of the values of an attribute.
   *
   * @param attribute its key
   */
  record Values(String attribute) implements WindowParts {}

  /**
   * Of activations: of the times, as long as they can be, in which the value of a series is above
   * zero. A value holds as it does for {@code TIME_WEIGHTED}.
   *
   * @param give what of them counts
   * @param increment their length is rounded up to a multiple of that; 1 ms to 1 d
   * @param minimum their length is at least that; 0 to 1 d
   */
  record Activations(Give give, Duration increment, Duration minimum) implements WindowParts {

    /** The increment of a meter that names none. */
    public static final Duration DEFAULT_INCREMENT = Duration.ofSeconds(1);

    /** What of an activation counts. */
    public enum Give {
      /** How many began. */
      NUMBER,
      /** How long they were, rounded up, from the start of each on. */
      LENGTH
    }

    /**
     * {@code max(minimum, ⌈length ÷ increment⌉ × increment)}.
     *
     * @param lengthNanos not negative
     */
    public long billedNanos(long lengthNanos) {
      long step = increment.toNanos();
      long rounded = (lengthNanos + step - 1) / step * step;
      return Math.max(minimum.toNanos(), rounded);
    }
  }

  /**
   * Of samples, of which one stands for the window.
   *
   * @param length of a sample; divides the window (a day, if that is one of the calendar), whole
   *     seconds. One that the end of a day cuts short counts as if nothing was used in the rest
   * @param percentile in (0, 100]; 100 is the high-water mark
   */
  record Samples(Duration length, BigDecimal percentile) implements WindowParts {

    /** The length of samples of a meter that names none: that of burstable billing. */
    public static final Duration DEFAULT_LENGTH = Duration.ofMinutes(5);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * The sample that stands for the window: the percentile by nearest rank, the ⌈p/100 × n⌉th of
     * all n samples in ascending order. A sample without usage is zero, so the result depends
     * neither on the clock nor on when it is asked for.
     *
     * @param samples those that are known, at most as many as a window has
     * @param count how many the window has, see {@link WindowGrid#samples}
     */
    public BigInteger choose(Collection<BigInteger> samples, int count) {
      List<BigInteger> sorted = new ArrayList<>(samples);
      Collections.sort(sorted);
      int below = (int) sorted.stream().filter(sample -> sample.signum() < 0).count();
      int rank =
          percentile
              .multiply(BigDecimal.valueOf(count))
              .divide(HUNDRED, 0, RoundingMode.CEILING)
              .intValueExact();
      int missing = count - sorted.size();
      if (rank <= below) {
        return sorted.get(rank - 1);
      }
      return rank <= below + missing ? BigInteger.ZERO : sorted.get(rank - 1 - missing);
    }
  }
}
