package dev.headroom.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * What a figure depends on besides the code.
 *
 * @param load number of threads that ran or waited to run, mean of the last minute; negative if
 *     unknown
 * @param heapMebibytes the most the heap may take
 */
public record Machine(
    Instant now,
    String system,
    int cores,
    double load,
    String java,
    long heapMebibytes,
    List<String> jvmOptions) {

  public static Machine current() {
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        Runtime.getRuntime().maxMemory() >> 20,
        ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  public void print(PrintStream out) {
    out.println(
        String.format(
            Locale.ROOT,
            "machine    %s, %d cores, load %.2f before the start, %s",
            system,
            cores,
            load,
            now));
    out.println(
        String.format(
            Locale.ROOT,
            "JVM        %s, heap up to %,d MiB, %s",
            java,
            heapMebibytes,
            String.join(" ", jvmOptions)));
  }
}
