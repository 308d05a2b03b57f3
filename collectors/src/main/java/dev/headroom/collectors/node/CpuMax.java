package dev.headroom.collectors.node;

import java.util.Optional;

/** {@code cpu.max} of a control group: how much CPU time it gets in each period, in µs. */
final class CpuMax {
  private static final long BILLION = 1_000_000_000;

  private CpuMax() {}

  /** Billionths of a CPU, rounded down; empty if there is no limit. */
  static Optional<Long> billionths(String text) {
    String[] words = text.strip().split("\\s+", -1);
    // So many digits that the product fits.
    if (words.length != 2
        || !words[0].matches("[0-9]{1,9}")
        || !words[1].matches("[1-9][0-9]{0,8}")) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(words[0]) * BILLION / Long.parseLong(words[1]));
  }
}
