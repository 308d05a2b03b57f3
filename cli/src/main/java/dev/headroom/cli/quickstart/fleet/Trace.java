package dev.headroom.cli.quickstart.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPInputStream;

/**
 * Requests to the 1998 World Cup web site in steps of five minutes (see {@code
 * worldcup98/README.md} beside the data), moved forward by exactly 28 years, after which every date
 * falls on the same day of the week.
 */
public final class Trace {
  public static final Duration STEP = Duration.ofMinutes(5);

  /** 28 years with 7 leap days. */
  private static final Duration SHIFT = Duration.ofDays(28 * 365 + 7);

  private static final String RESOURCE =
      "/dev/headroom/cli/quickstart/worldcup98/requests-per-5-minutes.csv.gz";

  private final Instant start;
  private final long[] requests;

  private Trace(Instant start, long[] requests) {
    this.start = start;
    this.requests = requests;
  }

  /** The trace shipped with Headroom. */
  public static Trace shipped() {
    try (InputStream in = Trace.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + RESOURCE);
      }
      return read(
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Trace read(BufferedReader csv) {
    var rows = csv.lines().skip(1).map(line -> line.split(",", -1)).toList();
    Instant start = Instant.parse(rows.get(0)[0]).plus(SHIFT);
    return new Trace(start, rows.stream().mapToLong(row -> Long.parseLong(row[1])).toArray());
  }

  public int steps() {
    return requests.length;
  }

  /** Requests of all tenants in a step. */
  public long requests(int step) {
    return requests[step];
  }

  /** Event time at which the first step begins. */
  public Instant start() {
    return start;
  }

  /** Event time at which the last step ends. */
  public Instant end() {
    return endOf(steps() - 1);
  }

  public Instant startOf(int step) {
    return start.plus(STEP.multipliedBy(step));
  }

  public Instant endOf(int step) {
    return startOf(step + 1);
  }

  /** How many steps have ended at {@code time}: 0 … {@link #steps()}. */
  public int stepsUntil(Instant time) {
    long passed = Duration.between(start, time).dividedBy(STEP);
    return (int) Math.max(0, Math.min(steps(), passed));
  }
}
