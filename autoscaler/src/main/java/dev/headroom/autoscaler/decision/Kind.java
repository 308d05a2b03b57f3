package dev.headroom.autoscaler.decision;

/** What was decided about. */
public enum Kind {
  /** Replicas of a workload. */
  SCALE("scale", "replica"),
  /** Units of a workload, each of its pods being resized in place. */
  RESIZE("resize", "unit"),
  /** Machines of a pool. */
  OVERBOOK("overbook", "machine"),
  /** Placeholders of a pool, which keep room for replicas that start. */
  WARM("warm", "placeholder"),
  /** Cores that may be reserved in a pool. */
  SELL("sell", "core");

  private final String text;
  private final String thing;

  Kind(String text, String thing) {
    this.text = text;
    this.thing = thing;
  }

  /** As in the topic. */
  public String text() {
    return text;
  }

  /** What is counted, in the singular. */
  public String thing() {
    return thing;
  }
}
