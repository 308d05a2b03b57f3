package dev.headroom.autoscaler.trace;

import dev.headroom.autoscaler.sizing.Workload;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * CPU of virtual machines as PlanetLab's CoMon recorded it (Park and Pai, 2006): a file for each
 * machine, a line for each five minutes with the percentage of one core, in a directory or a {@code
 * .tar.xz}. Demand is in cores, the limit is one.
 */
final class PlanetLab {
  private static final Duration STEP = Duration.ofMinutes(5);

  /** Capacity of a machine is changed in hundredths of a core. */
  private static final double REPLICA = 0.01;

  private PlanetLab() {}

  static Trace read(Path path) {
    Map<String, String> files = new TreeMap<>();
    try {
      if (Files.isDirectory(path)) {
        try (Stream<Path> list = Files.list(path)) {
          for (Path file : list.filter(Files::isRegularFile).toList()) {
            files.put(file.getFileName().toString(), Files.readString(file));
          }
        }
      } else {
        unpack(path, files);
      }
    } catch (IOException e) {
      throw new TraceException(path.toString(), "cannot be read: " + e.getMessage(), e);
    }
    if (files.isEmpty()) {
      throw new TraceException(path.toString(), "no files, expected one for each machine");
    }
    List<Workload> workloads = new ArrayList<>();
    List<double[]> demand = new ArrayList<>();
    files.forEach(
        (name, text) -> {
          workloads.add(new Workload(name, name, 1, REPLICA));
          demand.add(series(path + ": " + name, text));
        });
    int steps = demand.get(0).length;
    for (int w = 0; w < demand.size(); w++) {
      if (demand.get(w).length != steps) {
        throw new TraceException(
            path + ": " + workloads.get(w).name(),
            demand.get(w).length + " lines, expected " + steps + " as in the first file");
      }
    }
    return new Trace(path.getFileName().toString(), STEP, workloads, demand);
  }

  private static void unpack(Path path, Map<String, String> files) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path));
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        if (e.isFile()) {
          files.put(e.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static double[] series(String file, String text) {
    List<String> lines = text.lines().toList();
    double[] series = new double[lines.size()];
    for (int i = 0; i < series.length; i++) {
      String line = lines.get(i).strip();
      if (!line.matches("\\d{1,3}") || Integer.parseInt(line) > 100) {
        throw new TraceException(
            file + ":" + (i + 1), "'" + line + "', expected a whole percentage, 0 to 100");
      }
      series[i] = Integer.parseInt(line) / 100.0;
    }
    if (series.length < 2) {
      throw new TraceException(file, series.length + " lines, expected at least 2");
    }
    return series;
  }
}
