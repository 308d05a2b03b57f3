package dev.headroom.benchmarks;

/** What was measured gave another result than the reference: its speed says nothing. */
public final class DisagreementException extends Exception {
  private static final long serialVersionUID = 1L;

  public DisagreementException(String message) {
    super(message);
  }
}
