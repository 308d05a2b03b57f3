package dev.headroom.autoscaler.cluster;

/** The cluster manager could not do what it was asked. */
public sealed class ClusterException extends Exception {
  private static final long serialVersionUID = 1L;

  public ClusterException(String message) {
    super(message);
  }

  /** Trying again may help. */
  public static final class Transient extends ClusterException {
    private static final long serialVersionUID = 1L;

    public Transient(String message) {
      super(message);
    }
  }

  /** Somebody else has changed it since it was decided, or changes it, too. */
  public static final class Conflict extends ClusterException {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
      super(message);
    }
  }

  /** It was not called at all, since it had been called too often. */
  public static final class RateLimited extends ClusterException {
    private static final long serialVersionUID = 1L;

    public RateLimited(String message) {
      super(message);
    }
  }
}
