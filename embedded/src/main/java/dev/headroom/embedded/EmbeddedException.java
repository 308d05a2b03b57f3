package dev.headroom.embedded;

/**
 * An embedded server cannot do what was asked. The message alone says where, what, and what to do;
 * it is meant to be shown to a person without a stack trace.
 */
public final class EmbeddedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedException(String message) {
    super(message);
  }

  EmbeddedException(String message, Throwable cause) {
    super(message, cause);
  }
}
