package dev.headroom.autoscaler.trace;

import dev.headroom.autoscaler.sizing.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Functions as Azure recorded them in 2019 (Shahrad et al., "Serverless in the Wild", USENIX ATC
 * 2020): a directory with {@code invocations}, {@code durations} and {@code memory}, each {@code
 * .csv} or {@code .csv.gz}. The tenant is the owner, demand is in GiB:
 *
 * <pre>
 *   demand = ⌈invocations in the minute × mean duration ÷ 60 s⌉ × mean memory of the function
 * </pre>
 *
 * <p>so a minute with an invocation needs an instance, which is a replica. A function without
 * memory in the file has {@value #DEFAULT_MB} MB.
 */
final class AzureFunctions {
  private static final double DEFAULT_MB = 128;
  private static final double MB_PER_GIB = 1024;
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final int FIRST_MINUTE = 4;

  private AzureFunctions() {}

  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve("invocations.csv"))
        || Files.exists(directory.resolve("invocations.csv.gz"));
  }

  static Trace read(Path directory) {
    Map<String, Double> durations = column(file(directory, "durations"), "Average");
    Map<String, Double> memory = column(file(directory, "memory"), "AverageAllocatedMb");
    List<Workload> workloads = new ArrayList<>();
    List<double[]> demand = new ArrayList<>();
    try (CsvRows rows = CsvRows.open(file(directory, "invocations"))) {
      int function = require(rows, "HashFunction");
      int owner = require(rows, "HashOwner");
      if (rows.heading().size() < FIRST_MINUTE + 2) {
        throw new TraceException(rows.where(), "no minutes, expected at least two columns of them");
      }
      for (String[] row = rows.next(); row != null; row = rows.next()) {
        String name = row[function];
        Double millis = durations.get(name);
        if (millis == null) {
          throw new TraceException(rows.where(function), name + " has no duration");
        }
        double gib = memory.getOrDefault(name, DEFAULT_MB) / MB_PER_GIB;
        if (gib == 0) {
          throw new TraceException(rows.where(function), name + " has no memory, expected some");
        }
        double[] series = new double[row.length - FIRST_MINUTE];
        for (int i = 0; i < series.length; i++) {
          double invocations = rows.number(row, FIRST_MINUTE + i);
          double busy = Math.ceil(invocations * millis / MILLIS_PER_MINUTE - 1e-9);
          series[i] = invocations == 0 ? 0 : Math.max(1, busy) * gib;
        }
        double highest = Trace.highest(series);
        if (highest > 0) {
          workloads.add(new Workload(name, row[owner], highest, gib));
          demand.add(series);
        }
      }
    }
    if (workloads.isEmpty()) {
      throw new TraceException(directory.toString(), "no function was invoked");
    }
    String name = directory.getFileName().toString();
    return new Trace(name, Duration.ofMinutes(1), workloads, demand);
  }

  private static Map<String, Double> column(Path file, String column) {
    Map<String, Double> values = new HashMap<>();
    try (CsvRows rows = CsvRows.open(file)) {
      int function = require(rows, "HashFunction");
      int value = require(rows, column);
      for (String[] row = rows.next(); row != null; row = rows.next()) {
        double number = rows.number(row, value);
        if (Double.isNaN(number)) {
          throw new TraceException(rows.where(value), "nothing, expected a number");
        }
        values.put(row[function], number);
      }
    }
    return values;
  }

  private static int require(CsvRows rows, String column) {
    int index = rows.heading().indexOf(column);
    if (index < 0) {
      throw new TraceException(rows.where(), "no column " + column);
    }
    return index;
  }

  private static Path file(Path directory, String name) {
    Path zipped = directory.resolve(name + ".csv.gz");
    return Files.exists(zipped) ? zipped : directory.resolve(name + ".csv");
  }
}
