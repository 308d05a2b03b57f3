package dev.headroom.embedded;

/** The wait between two looks at something another process does. */
final class Pause {
  private Pause() {}

  static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedException("interrupted while waiting for an embedded server", e);
    }
  }
}
