package dev.headroom.usage.meter;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.headroom.usage.yaml.DurationText;
import java.time.Duration;

/** How long a window is; where windows begin, {@link WindowGrid} tells. */
public sealed interface WindowLength {

  /**
   * So long, counted from the beginning of each day; the last of a day may be shorter.
   *
   * @param length whole seconds
   */
  record Fixed(Duration length) implements WindowLength {}

  /** A day or a month of the calendar: as long as it is. */
  enum Calendar implements WindowLength {
    DAY,
    MONTH
  }

  /** A fixed length. */
  static WindowLength of(Duration length) {
    return new Fixed(length);
  }

  /** {@code day}, {@code month}, or a duration; throws {@link IllegalArgumentException}. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static WindowLength parse(String text) {
    return switch (text) {
      case "day" -> Calendar.DAY;
      case "month" -> Calendar.MONTH;
      default -> new Fixed(DurationText.parse(text));
    };
  }
}
