package dev.headroom.pricing;

import java.util.List;

/** How the meters of a line make one quantity, window by window. */
public enum Combine {
  /** The greatest of them, such as of CPU and memory. */
  GREATEST {
    @Override
    Rational of(List<Rational> parts) {
      return parts.stream().reduce(Rational::max).orElse(Rational.ZERO);
    }
  },
  /** The least of them. */
  LEAST {
    @Override
    Rational of(List<Rational> parts) {
      return parts.stream().reduce(Rational::min).orElse(Rational.ZERO);
    }
  },
  /** All of them together. */
  SUM {
    @Override
    Rational of(List<Rational> parts) {
      return parts.stream().reduce(Rational.ZERO, Rational::plus);
    }
  },
  /** One times the other, such as replicas and what each of them stores. */
  PRODUCT {
    @Override
    Rational of(List<Rational> parts) {
      return parts.stream().reduce(Rational.ONE, Rational::times);
    }
  };

  /**
   * One quantity of several.
   *
   * @param parts at least one, in the order of the line; a meter that was not used is 0
   */
  abstract Rational of(List<Rational> parts);
}
