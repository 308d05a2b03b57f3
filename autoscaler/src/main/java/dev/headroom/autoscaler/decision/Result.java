package dev.headroom.autoscaler.decision;

import java.util.Locale;

/** What became of a decision. */
public enum Result {
  /** Done; for a decision made but not yet carried out, what is to be expected. */
  APPLIED,
  /** Nothing was to be done, or something held it back. */
  HELD,
  FAILED,
  /** Only recorded: the autoscaler runs in the mode {@code recommend}. */
  RECOMMENDED;

  /** As in the topic. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
