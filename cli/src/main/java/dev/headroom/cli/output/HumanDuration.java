package dev.headroom.cli.output;

import java.time.Duration;
import java.util.Locale;

/** Durations as a person reads them: {@code 4h}, {@code 1m30s}, {@code 0.5s}. */
public final class HumanDuration {
  private HumanDuration() {}

  /** Hours are the largest unit. Not negative. */
  public static String of(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
