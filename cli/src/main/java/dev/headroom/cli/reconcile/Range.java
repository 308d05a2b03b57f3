package dev.headroom.cli.reconcile;

/** Numbers from first to last, for reading. */
final class Range {
  private Range() {}

  /** {@code 7} or {@code 7..9}. */
  static String of(long first, long last) {
    return first == last ? Long.toString(first) : first + ".." + last;
  }
}
