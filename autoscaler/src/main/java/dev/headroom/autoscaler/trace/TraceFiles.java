package dev.headroom.autoscaler.trace;

import dev.headroom.autoscaler.sizing.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Reads traces; what a file is, its heading tells.
 *
 * <ul>
 *   <li><b>wide</b>: a time, then a column for each workload;
 *   <li><b>long</b>: {@code time,workload,value}, and as one likes {@code tenant}, {@code limit}
 *       and {@code replica};
 *   <li><b>Azure Functions 2019</b>: see {@link AzureFunctions};
 *   <li><b>PlanetLab</b>: see {@link PlanetLab}.
 * </ul>
 *
 * <p>The limit of a workload is the highest value it has, and a replica a hundredth of the limit,
 * where the file does not say otherwise.
 */
public final class TraceFiles {
  private static final int REPLICAS = 100;

  private TraceFiles() {}

  /** Reads a file, or a directory of them. */
  public static Trace read(Path path) {
    String name = String.valueOf(path.getFileName());
    if (name.endsWith(".tar.xz") || (Files.isDirectory(path) && !AzureFunctions.isIn(path))) {
      return PlanetLab.read(path);
    }
    if (Files.isDirectory(path)) {
      return AzureFunctions.read(path);
    }
    try (CsvRows rows = CsvRows.open(path)) {
      List<String> heading = rows.heading();
      if (heading.contains("HashFunction")) {
        return AzureFunctions.read(Objects.requireNonNull(path.toAbsolutePath().getParent()));
      }
      if (heading.size() < 2) {
        throw new TraceException(
            rows.where(), heading + ", expected a time and a column for each workload");
      }
      boolean isLong = heading.contains("workload") && heading.contains("value");
      return isLong ? readLong(rows, path) : readWide(rows, path);
    }
  }

  private static Trace readWide(CsvRows rows, Path path) {
    List<Instant> times = new ArrayList<>();
    List<String> wheres = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    int columns = rows.heading().size() - 1;
    for (int c = 1; c <= columns; c++) {
      if (rows.heading().indexOf(rows.heading().get(c)) != c) {
        throw new TraceException(rows.where(c), "the name stands there twice");
      }
    }
    for (String[] row = rows.next(); row != null; row = rows.next()) {
      Instant time = Grid.time(row[0], rows.where(0));
      if (!times.isEmpty() && !time.isAfter(times.get(times.size() - 1))) {
        throw new TraceException(
            rows.where(0), time + " is not after the time of the line before, expected ascending");
      }
      times.add(time);
      wheres.add(rows.where(0));
      double[] line = new double[columns];
      for (int c = 0; c < columns; c++) {
        line[c] = rows.number(row, c + 1);
      }
      values.add(line);
    }
    Grid grid = new Grid(times, wheres, path.toString());
    List<Workload> workloads = new ArrayList<>();
    List<double[]> demand = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      double[] series = unknown(grid.size());
      for (int i = 0; i < values.size(); i++) {
        series[grid.index(times.get(i))] = values.get(i)[c];
      }
      String name = rows.heading().get(c + 1);
      add(name, name, Double.NaN, Double.NaN, series, path, workloads, demand);
    }
    return trace(path, grid, workloads, demand);
  }

  /** What a long file says of a workload. */
  private static final class Series {
    private String tenant = "";
    private double limit = Double.NaN;
    private double replica = Double.NaN;
    private final Map<Instant, Double> values = new LinkedHashMap<>();
  }

  private static Trace readLong(CsvRows rows, Path path) {
    List<String> heading = rows.heading();
    for (String name : heading) {
      if (!List.of("time", "workload", "value", "tenant", "limit", "replica").contains(name)) {
        throw new TraceException(
            rows.where(), name + ", expected time, workload, value, tenant, limit or replica");
      }
    }
    if (!heading.contains("time")) {
      throw new TraceException(rows.where(), "no column time");
    }
    Map<String, Series> all = new LinkedHashMap<>();
    Map<Instant, String> times = new TreeMap<>();
    for (String[] row = rows.next(); row != null; row = rows.next()) {
      int at = heading.indexOf("time");
      Instant time = Grid.time(row[at], rows.where(at));
      String workload = row[heading.indexOf("workload")].strip();
      Series series = all.computeIfAbsent(workload, w -> new Series());
      double value = rows.number(row, heading.indexOf("value"));
      if (series.values.put(time, value) != null) {
        throw new TraceException(rows.where(), workload + " at " + time + " stands there twice");
      }
      times.putIfAbsent(time, rows.where());
      if (heading.contains("tenant")) {
        series.tenant = row[heading.indexOf("tenant")].strip();
      }
      if (heading.contains("limit")) {
        series.limit = rows.number(row, heading.indexOf("limit"));
      }
      if (heading.contains("replica")) {
        series.replica = rows.number(row, heading.indexOf("replica"));
      }
    }
    Grid grid =
        new Grid(new ArrayList<>(times.keySet()), new ArrayList<>(times.values()), path.toString());
    List<Workload> workloads = new ArrayList<>();
    List<double[]> demand = new ArrayList<>();
    all.forEach(
        (name, series) -> {
          double[] values = unknown(grid.size());
          series.values.forEach((time, value) -> values[grid.index(time)] = value);
          String tenant = series.tenant.isEmpty() ? name : series.tenant;
          add(name, tenant, series.limit, series.replica, values, path, workloads, demand);
        });
    return trace(path, grid, workloads, demand);
  }

  private static Trace trace(
      Path path, Grid grid, List<Workload> workloads, List<double[]> demand) {
    if (workloads.isEmpty()) {
      throw new TraceException(path.toString(), "no workload has any demand");
    }
    return new Trace(path.getFileName().toString(), grid.step(), workloads, demand);
  }

  private static double[] unknown(int size) {
    double[] series = new double[size];
    Arrays.fill(series, Double.NaN);
    return series;
  }

  /** A workload that never wants anything is left out: nothing can be sold to it. */
  private static void add(
      String name,
      String tenant,
      double limit,
      double replica,
      double[] series,
      Path path,
      List<Workload> workloads,
      List<double[]> demand) {
    double highest = Trace.highest(series);
    double sold = Double.isNaN(limit) ? highest : limit;
    if (highest == 0) {
      return;
    }
    if (highest > sold) {
      throw new TraceException(
          path + ": " + name, "a value of " + highest + " is above its limit of " + sold);
    }
    try {
      workloads.add(
          new Workload(name, tenant, sold, Double.isNaN(replica) ? sold / REPLICAS : replica));
    } catch (IllegalArgumentException e) {
      throw new TraceException(path.toString(), String.valueOf(e.getMessage()), e);
    }
    demand.add(series);
  }
}
