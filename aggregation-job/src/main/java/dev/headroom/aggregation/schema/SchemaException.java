package dev.headroom.aggregation.schema;

/** The schema cannot be brought up to date; the message says why, in one line. */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message) {
    super(message);
  }

  SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
