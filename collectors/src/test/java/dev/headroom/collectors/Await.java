package dev.headroom.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.Callable;

/** Waits for what comes about by itself. */
public final class Await {
  private static final long LIMIT_SECONDS = 60;
  private static final long LOOK_EVERY_MILLIS = 50;

  private Await() {}

  /** Fails after a minute. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plusSeconds(LIMIT_SECONDS);
    while (!condition.call()) {
      assertThat(Instant.now()).as(what).isBefore(deadline);
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }
}
