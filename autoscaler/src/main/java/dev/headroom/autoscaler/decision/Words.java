package dev.headroom.autoscaler.decision;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Figures as a sentence has them. */
public final class Words {
  private static final int PLACES = 2;

  private Words() {}

  /** With two decimal places at most, half-even. */
  public static String amount(BigDecimal value) {
    BigDecimal rounded = value.setScale(PLACES, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
  }

  /** In minutes if they are whole ones, else in seconds. */
  public static String time(Duration duration) {
    return duration.toSeconds() % 60 == 0
        ? duration.toMinutes() + " min"
        : duration.toSeconds() + " s";
  }
}
