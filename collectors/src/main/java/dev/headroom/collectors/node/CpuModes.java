package dev.headroom.collectors.node;

import java.util.LinkedHashMap;
import java.util.Map;

/** The first line of {@code /proc/stat}: CPU time by mode, of all CPUs together. */
final class CpuModes {
  private static final String[] MODES = {
    "user", "nice", "system", "idle", "iowait", "interrupt", "interrupt", "steal"
  };

  private CpuModes() {}

  /** Ticks of 1/100 s by {@code cpu.mode}; hard and soft interrupts are one mode. */
  static Map<String, Long> parse(String text) {
    Map<String, Long> ticks = new LinkedHashMap<>();
    String[] fields = text.substring(0, (text + "\n").indexOf('\n')).strip().split("\\s+", -1);
    if (fields[0].equals("cpu")) {
      for (int i = 0; i < MODES.length && i + 1 < fields.length; i++) {
        ticks.merge(MODES[i], Long.parseLong(fields[i + 1]), Long::sum);
      }
    }
    return ticks;
  }
}
