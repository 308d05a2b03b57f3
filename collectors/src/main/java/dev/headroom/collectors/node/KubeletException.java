package dev.headroom.collectors.node;

/** The kubelet did not answer as it should; the message says why. */
final class KubeletException extends Exception {
  private static final long serialVersionUID = 1L;

  KubeletException(String message) {
    super(message);
  }
}
