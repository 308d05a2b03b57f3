package dev.headroom.autoscaler.stream;

/** The autoscaler cannot start, or had to stop; the message says why, for a person. */
public final class AutoscalerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AutoscalerException(String message) {
    super(message);
  }

  public AutoscalerException(String message, Throwable cause) {
    super(message, cause);
  }
}
