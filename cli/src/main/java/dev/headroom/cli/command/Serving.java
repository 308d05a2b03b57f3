package dev.headroom.cli.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/** Keeps a server running until Ctrl-C or SIGTERM, then lets it close in order. */
final class Serving {
  private final CountDownLatch asked = new CountDownLatch(1);

  private Serving() {}

  /** Listens from now on. */
  static Serving untilSignal() {
    Serving serving = new Serving();
    Signals.register("INT", serving.asked::countDown);
    Signals.register("TERM", serving.asked::countDown);
    return serving;
  }

  void await() throws InterruptedException {
    asked.await();
  }

  /** Waits for the signal at most this long. */
  boolean await(Duration limit) throws InterruptedException {
    return asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean isOver() {
    return asked.getCount() == 0;
  }
}
