package dev.headroom.collectors.node;

import dev.headroom.collectors.node.NodeCollectorConfig.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What must be as it was for counters to go on after a restart.
 *
 * @param boot names the kernel's run, whose counters begin at zero
 * @param rules what is read and whose it is: under other rules something that was there all along
 *     would be taken for new
 */
record Circumstances(String boot, String rules) {
  /**
   * As they are on this machine.
   *
   * @param byGroup whether control groups are read as a whole
   */
  static Circumstances of(Path proc, List<Rule> rules, boolean byGroup) {
    // Another user may read the disk counters of other processes, or of fewer.
    boolean allDisks = KernelFiles.read(proc.resolve("1/io")).isPresent();
    String written =
        rules.stream()
            .map(r -> r.tenant().value() + " " + r.match())
            .collect(Collectors.joining("\n"));
    String boot = KernelFiles.read(proc.resolve("sys/kernel/random/boot_id")).orElse("").strip();
    return new Circumstances(boot, byGroup + " " + allDisks + "\n" + written);
  }
}
