package dev.headroom.cli.billing;

/**
 * One place in which two price books differ.
 *
 * @param place for people, such as {@code line compute, price from 2026-01-01, tier 2}
 * @param key what differs there; empty if the place itself is in one of the books only
 * @param before as the first book has it; empty if it does not
 * @param after as the second book has it; empty if it does not
 * @param words whether it is only for people to read, so that nothing costs anything else
 */
public record BookDifference(String place, String key, String before, String after, boolean words) {

  /** What happened. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /** What happened from the first book to the second. */
  public Kind kind() {
    if (before.isEmpty()) {
      return Kind.ADDED;
    }
    return after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
  }

  /** One line, such as {@code line compute, tier 2: price 0.1 → 0.12}. */
  public String sentence() {
    String where = place.isEmpty() ? "" : place + ": ";
    String what = key.isEmpty() ? "" : key + " ";
    return where
        + switch (kind()) {
          case ADDED -> what + "added: " + after;
          case REMOVED -> what + "removed: " + before;
          case CHANGED -> what + before + " → " + after;
        };
  }
}
