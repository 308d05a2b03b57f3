package dev.headroom.cli.reconcile;

import dev.headroom.cli.CommandException;
import java.time.Duration;

/** Waits for what is on its way. */
final class Pause {
  private Pause() {}

  static void of(Duration length) {
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed("interrupted", e);
    }
  }
}
