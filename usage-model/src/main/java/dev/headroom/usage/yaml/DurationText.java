package dev.headroom.usage.yaml;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: whole numbers with a unit, {@code 500ms}, {@code 30s}, {@code
 * 5m}, {@code 1h30m}, {@code 7d}, the largest unit first, each at most once; or ISO-8601, {@code
 * PT5M}. A day is 24 hours. Never negative.
 */
public final class DurationText {
  /** For a JSON Schema, so that the form is checked with everything else. */
  public static final String PATTERN =
      "^(?=.)([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?$"
          + "|^P(?=.)([0-9]{1,9}D)?(T(?=.)([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,9}([.][0-9]{1,9})?S)?)?$";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  private DurationText() {}

  /** Throws {@link IllegalArgumentException} if the text has another form. */
  public static Duration parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration, expected such as 500ms, 30s, 5m, 1h30m, 7d or PT5M");
    }
    if (text.startsWith("P")) {
      return Duration.parse(text);
    }
    return Duration.ofDays(number(m, 1))
        .plusHours(number(m, 2))
        .plusMinutes(number(m, 3))
        .plusSeconds(number(m, 4))
        .plusMillis(number(m, 5));
  }

  private static long number(Matcher m, int group) {
    String part = m.group(group);
    return part == null ? 0 : Long.parseLong(part.replaceAll("[a-z]+", ""));
  }
}
