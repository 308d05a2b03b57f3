package dev.headroom.cli.otelcol;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what the Collector's debug exporter writes with {@code verbosity: detailed}. */
final class DebugOutput {
  private static final Pattern ATTRIBUTE = Pattern.compile(" +-> ([^:]+): \\w+\\((.*)\\)");

  private final List<ReportedPoint> points = new ArrayList<>();
  private final Map<String, String> resource = new TreeMap<>();
  private Map<String, String> attributes = new TreeMap<>();
  private Map<String, String> reading = resource;
  private String scope = "";
  private String metric = "";
  private Instant start = Instant.EPOCH;
  private Instant time = Instant.EPOCH;

  private DebugOutput() {}

  static List<ReportedPoint> read(Path file) throws IOException {
    DebugOutput output = new DebugOutput();
    try (Stream<String> lines = Files.lines(file)) {
      lines.forEach(output::line);
    }
    return output.points;
  }

  private void line(String line) {
    if (line.startsWith("ResourceMetrics #")) {
      resource.clear();
    } else if (line.startsWith("Resource attributes:")) {
      reading = resource;
    } else if (line.startsWith("InstrumentationScope ")) {
      scope = line;
    } else if (line.startsWith("     -> Name: ")) {
      metric = after(line);
    } else if (line.startsWith("NumberDataPoints #")) {
      attributes = new TreeMap<>();
    } else if (line.startsWith("Data point attributes:")) {
      reading = attributes;
    } else if (line.startsWith("StartTimestamp: ")) {
      start = time(line);
    } else if (line.startsWith("Timestamp: ")) {
      time = time(line);
    } else if (line.startsWith("Value: ")) {
      String series = resource + scope + metric + attributes;
      BigDecimal value = new BigDecimal(after(line));
      points.add(new ReportedPoint(series, metric, attributes, start, time, value));
    } else {
      Matcher attribute = ATTRIBUTE.matcher(line);
      if (attribute.matches()) {
        reading.put(attribute.group(1), attribute.group(2));
      }
    }
  }

  private static String after(String line) {
    return line.substring(line.indexOf(": ") + 2);
  }

  private static Instant time(String line) {
    String[] words = after(line).split(" ", 3);
    return Instant.parse(words[0] + "T" + words[1] + "Z");
  }
}
