package dev.headroom.autoscaler.decision;

/** What was decided about. */
public enum Kind {
  /** Replicas of a workload. */
  SCALE("scale"),
  /** Machines of a pool. */
  OVERBOOK("overbook");

  private final String text;

  Kind(String text) {
    this.text = text;
  }

  /** As in the topic. */
  public String text() {
    return text;
  }
}
