package dev.headroom.autoscaler.demand;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many reporters a workload should have: as many as it had, unless it was scaled since. A
 * reporter that dies takes its use out of the sum, which looks like a smaller demand; this is how
 * that is told from the real thing. A number that stays lower for an hour is believed.
 */
final class ExpectedReporters {
  static final Duration BELIEVED_AFTER = Duration.ofHours(1);

  private int expected;
  private @Nullable Instant lowerSince;

  void scaled(int from, int to) {
    if (to < from) {
      expected = (expected * to + from - 1) / from;
    }
  }

  int number() {
    return expected;
  }

  void remember(int number) {
    expected = number;
  }

  /** How many of the expected do not report, at least 0. */
  int missing(Instant now, int reporting) {
    if (reporting >= expected) {
      expected = reporting;
      lowerSince = null;
      return 0;
    }
    if (lowerSince == null) {
      lowerSince = now;
    }
    if (!lowerSince.plus(BELIEVED_AFTER).isAfter(now)) {
      expected = reporting;
      lowerSince = null;
    }
    return expected - reporting;
  }
}
