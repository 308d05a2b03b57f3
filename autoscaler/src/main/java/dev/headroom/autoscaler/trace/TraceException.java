package dev.headroom.autoscaler.trace;

/** A trace that can't be used: where, what is there, and what was expected. */
public final class TraceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TraceException(String where, String what) {
    super(where + ": " + what);
  }

  TraceException(String where, String what, Throwable cause) {
    super(where + ": " + what, cause);
  }
}
