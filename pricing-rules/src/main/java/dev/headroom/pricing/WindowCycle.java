package dev.headroom.pricing;

import dev.headroom.usage.meter.WindowLength;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A window counts as a whole where it begins, so a cycle that is shorter than the windows of a
 * meter is no time to count it in.
 */
final class WindowCycle {
  /** Of a line. */
  static final List<String> CYCLES = List.of("hour", "day", "month");

  /** Of a quota. */
  static final List<String> QUOTA_CYCLES = List.of("hour", "day", "week", "month");

  private WindowCycle() {}

  /**
   * What is wrong; empty if nothing is.
   *
   * @param window of the meter; null if it is not known
   * @param cycle as a file has it
   * @param cycles those that there are, the shortest first
   */
  static Optional<String> problem(
      @Nullable WindowLength window, String meter, String cycle, List<String> cycles) {
    int least = cycles.indexOf(shortest(window));
    return cycles.indexOf(cycle) < least
        ? Optional.of(
            "a window of meter '%s' is longer than the %s, expected %s"
                .formatted(meter, cycle, String.join(" or ", cycles.subList(least, cycles.size()))))
        : Optional.empty();
  }

  /** The shortest cycle that holds such a window. */
  private static String shortest(@Nullable WindowLength window) {
    if (window == WindowLength.Calendar.MONTH) {
      return "month";
    }
    boolean isLong =
        window == WindowLength.Calendar.DAY
            || (window instanceof WindowLength.Fixed fixed
                && fixed.length().compareTo(Duration.ofHours(1)) > 0);
    return isLong ? "day" : "hour";
  }
}
