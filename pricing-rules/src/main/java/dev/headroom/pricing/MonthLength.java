package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * How long the month is in a price per month: vendors differ, so a line says it.
 *
 * @param hours fixed length, or null for the length of the calendar month being billed
 */
public record MonthLength(@Nullable Integer hours) {

  /** {@code calendar}, or hours such as {@code 730h}. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static MonthLength parse(String text) {
    return text.equals("calendar")
        ? new MonthLength(null)
        : new MonthLength(Integer.valueOf(text.substring(0, text.length() - 1)));
  }

  Rational seconds(BillingPeriod period) {
    return Rational.of(hours == null ? period.monthSeconds() : hours * 3_600L);
  }
}
