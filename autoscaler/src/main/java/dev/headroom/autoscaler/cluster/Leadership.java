package dev.headroom.autoscaler.cluster;

import java.time.Duration;
import java.util.Optional;

/** Whether this instance is the one of several that acts. */
public interface Leadership extends AutoCloseable {
  /** Of the only instance there is. */
  Leadership ALONE = alone(() -> {});

  /** Of an instance that need not ask others; {@code atEnd} is done when it is closed. */
  static Leadership alone(Runnable atEnd) {
    return new Leadership() {
      @Override
      public boolean await(Duration limit) {
        return true;
      }

      @Override
      public boolean isHeld() {
        return true;
      }

      @Override
      public Optional<String> problem() {
        return Optional.empty();
      }

      @Override
      public void close() {
        atEnd.run();
      }
    };
  }

  /**
   * Waits until it is held.
   *
   * @return whether it is
   */
  boolean await(Duration limit) throws InterruptedException;

  /** Once it was held and is no more, it is never held again. */
  boolean isHeld();

  /** Why it cannot even be asked for; empty if it can. */
  Optional<String> problem();

  /** Gives it up, so that another instance need not wait for its end. */
  @Override
  void close();
}
