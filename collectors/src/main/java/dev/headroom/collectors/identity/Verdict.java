package dev.headroom.collectors.identity;

/** Who a client is, or why nobody knows. */
public sealed interface Verdict {

  record Known(Sender sender) implements Verdict {}

  /**
   * Nobody.
   *
   * @param message for the client: what is wrong and what was expected; names nobody
   */
  record Unknown(String message) implements Verdict {}
}
