package dev.headroom.collectors.node;

import java.util.Optional;

/**
 * How counters go on after a restart.
 *
 * @param ledger what they go on from
 * @param why for the log
 */
record Continuation(Ledger.State ledger, String why) {
  /** What was kept. */
  record Kept(Circumstances circumstances, Ledger.State ledger) {
    long nanos() {
      return ledger.sampledNanos();
    }
  }

  /**
   * Decides. Under the same circumstances counters go on, what was used meanwhile included. After a
   * boot of the machine they start anew with all that the new kernel has counted: what was used
   * between the last sample and the end of the old one is not known, and the new start time says
   * so. Under other rules, or without anything kept, they start anew with what is used from now on.
   *
   * @param bootNanos when the machine was booted; like the others in nanoseconds since 1970
   */
  static Continuation decide(
      Optional<Kept> kept, Circumstances now, long bootNanos, long nowNanos) {
    if (kept.isEmpty()) {
      return new Continuation(Ledger.State.empty(nowNanos), "count from now on");
    }
    Kept before = kept.get();
    if (before.nanos() >= nowNanos) {
      return new Continuation(
          Ledger.State.empty(nowNanos), "start anew: the clock was set back behind the last run");
    }
    if (now.boot().isEmpty() || !before.circumstances().rules().equals(now.rules())) {
      return new Continuation(
          Ledger.State.empty(nowNanos), "start anew: the workloads are not those of the last run");
    }
    if (before.circumstances().boot().equals(now.boot())) {
      return new Continuation(before.ledger(), "go on from the last run");
    }
    // A start must lie after every point of the run before.
    long start = Math.min(nowNanos, Math.max(bootNanos, before.nanos() + 1));
    return new Continuation(
        Ledger.State.allIsNew(start), "start anew with the boot of the machine");
  }
}
