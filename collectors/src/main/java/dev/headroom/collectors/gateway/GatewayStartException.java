package dev.headroom.collectors.gateway;

/** A gateway that cannot start; the message says what, where and why in one line. */
public final class GatewayStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GatewayStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
