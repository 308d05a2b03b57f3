package dev.headroom.collectors.node;

/** What of a machine's usage belongs to a rule. */
public sealed interface WorkloadMatch {
  /** Control groups by path; one inside another that matched belongs to the outer one. */
  record Cgroup(Glob path) implements WorkloadMatch {}

  /** Processes by the file name of their program; a kernel thread by its name. */
  record Command(Glob name) implements WorkloadMatch {}

  /** Processes by the name, or the number, of the user they run as. */
  record User(String name) implements WorkloadMatch {}

  /** The whole machine, with everything that runs on it. */
  record Machine() implements WorkloadMatch {}

  /** A rule may not follow one of a higher rank, so that nothing is taken twice. */
  default int rank() {
    if (this instanceof Cgroup) {
      return 0;
    }
    return this instanceof Machine ? 2 : 1;
  }
}
