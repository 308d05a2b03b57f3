package dev.headroom.aggregation.runner;

import org.jspecify.annotations.Nullable;

/** One line out of a chain of exceptions: the innermost message, which is the most telling one. */
final class Reason {
  private Reason() {}

  static String of(Throwable thrown) {
    String reason = thrown.getClass().getSimpleName();
    for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
      @Nullable String message = t.getMessage();
      if (message != null && !message.isBlank()) {
        reason = message.lines().findFirst().orElse(reason);
      }
    }
    return reason;
  }
}
