package dev.headroom.benchmarks;

/** What was measured gave another result than the reference: its speed says nothing. */
final class DisagreementException extends Exception {
  private static final long serialVersionUID = 1L;

  DisagreementException(String message) {
    super(message);
  }
}
