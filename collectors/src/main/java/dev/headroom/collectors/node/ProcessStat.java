package dev.headroom.collectors.node;

import java.util.Optional;

/**
 * {@code /proc/PID/stat}, see proc_pid_stat(5).
 *
 * @param name up to 15 characters
 * @param cpuTicks in user and kernel mode, in 1/100 s, the kernel's unit towards user space
 * @param startTicks since boot, in the same unit; with the number it names the process for good
 */
record ProcessStat(int pid, String name, long cpuTicks, long startTicks) {
  /** Empty if the text is cut off, as of a process that ends while it is read. */
  static Optional<ProcessStat> parse(String text) {
    // The name may hold spaces and parentheses; the last parenthesis ends it.
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')');
    if (open < 1 || close < open) {
      return Optional.empty();
    }
    String[] fields = text.substring(close + 1).strip().split(" +", -1);
    if (fields.length < 20) {
      return Optional.empty();
    }
    try {
      // fields[0] is field 3 (state) of the manual; utime is 14, stime 15, starttime 22.
      return Optional.of(
          new ProcessStat(
              Integer.parseInt(text.substring(0, open).strip()),
              text.substring(open + 1, close),
              Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
              Long.parseLong(fields[19])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  String source() {
    return "pid " + pid + " since " + startTicks;
  }
}
