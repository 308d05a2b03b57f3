package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MalformedOtlpException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The law: the same points give the same bill, whatever their order and repetition. */
class LawTest {

  private static final MeteringLimits LIMITS =
      new MeteringLimits(Duration.ofSeconds(60), Duration.ofHours(3), Duration.ofMinutes(5));
  private static final Instant NOW =
      Instant.ofEpochSecond(RandomHistory.BEGIN / 1_000_000_000L).plus(Duration.ofDays(2));

  private static final MeterSet METERS =
      MeterSet.parse(
          "law.yaml",
          """
          apiVersion: headroom.dev/v1
          kind: Meters
          meters:
            - {name: requests, unit: "{request}", aggregation: sum, window: 1m, staleness: 2m,
               from: [{metric: requests, unit: "{request}"}]}
            - {name: cpu, unit: s, aggregation: sum, window: 5m, staleness: 2m, dimensions: [mode],
               from: [{metric: cpu, unit: s}]}
            - {name: cpu.user, unit: s, aggregation: sum, window: 1h, staleness: 2m,
               from: [{metric: cpu, unit: s, where: {mode: user}}]}
            - {name: memory, unit: By.s, aggregation: time_weighted, window: 5m, staleness: 2m,
               from: [{metric: memory, unit: By}]}
            - {name: memory.peak, unit: By, aggregation: max, window: 1h, staleness: 2m,
               from: [{metric: memory, unit: By}]}
            - {name: calls, unit: "{call}", aggregation: sum, window: 1m, staleness: 2m,
               from: [{metric: calls, unit: "{call}"}]}
            - {name: balance, unit: "{unit}", aggregation: sum, window: 15m, staleness: 2m,
               from: [{metric: balance, unit: "{unit}"}]}
            - {name: disk, unit: GBy.s, aggregation: time_weighted, window: 1m, staleness: 1m,
               from: [{metric: disk, unit: GBy}]}
            - {name: disk.net, unit: GBy, aggregation: sum, window: 1m, staleness: 2m,
               from: [{metric: disk, unit: GBy}]}
            - {name: memory.least, unit: By, aggregation: min, window: 15m, staleness: 2m,
               from: [{metric: memory, unit: By}]}
            - {name: memory.last, unit: kBy, aggregation: last, window: 5m, staleness: 2m,
               from: [{metric: memory, unit: By}]}
            - {name: memory.high, unit: By, aggregation: high_water, sample: 1m, staleness: 2m,
               from: [{metric: memory, unit: By}]}
            - {name: pods, unit: "{pod}", aggregation: unique, unique: pod, window: 5m,
               staleness: 2m, from: [{metric: memory, unit: By}]}
            - {name: cpu.modes, unit: "{mode}", aggregation: unique, unique: mode, window: 15m,
               staleness: 2m, from: [{metric: cpu, unit: s}]}
            - {name: cpu.p95, unit: s/s, aggregation: percentile, percentile: 95, sample: 1m,
               window: 15m, staleness: 2m, dimensions: [id], from: [{metric: cpu, unit: s}]}
            - {name: cpu.millis, unit: ms, aggregation: sum, window: 5m, staleness: 2m,
               from: [{metric: cpu, unit: s}]}
            - {name: calls.p50, unit: "{call}/s", aggregation: percentile, percentile: 50,
               sample: 10s, window: 1m, staleness: 2m, from: [{metric: calls, unit: "{call}"}]}
            - {name: disk.long, unit: MBy.min, aggregation: time_weighted, window: 5m,
               staleness: 1m, from: [{metric: disk, unit: GBy}]}
            - {name: queue.net, unit: "{item}", aggregation: sum, window: 1m, staleness: 2m,
               from: [{metric: queue, unit: "{item}"}]}
          """);

  private static final Set<String> TIME_WEIGHTED = Set.of("memory", "disk");

  @Test
  void anyAdmissibleOrderAndAnyRepetitionGivesTheSameBill() throws Exception {
    long first = new Random().nextLong();
    for (int round = 0; round < 150; round++) {
      long seed = first + round;
      List<List<Point>> histories = histories(new SplittableRandom(seed), 60);
      List<Point> inOrder = histories.stream().flatMap(List::stream).toList();
      Map<String, BigInteger> expected = new NaiveMetering(METERS, LIMITS).totals(inOrder);

      Run ordered = new Run(new SplittableRandom(seed));
      ordered.deliver(inOrder, List.of());
      assertSame(ordered.totals.shown(), expected, "in order, seed %d".formatted(seed));

      Run shuffled = new Run(new SplittableRandom(seed));
      SplittableRandom random = new SplittableRandom(seed);
      List<List<Point>> arrivals = new ArrayList<>();
      for (List<Point> history : histories) {
        arrivals.add(arrival(history, random));
      }
      shuffled.deliver(interleaved(arrivals, random), List.of());
      assertSame(shuffled.totals.shown(), expected, "shuffled, seed %d".formatted(seed));
      assertThat(shuffled.outcomes.counted).as("seed %d", seed).isEqualTo(inOrder.size());

      Run repeated = new Run(new SplittableRandom(seed));
      repeated.deliver(interleaved(arrivals, random), inOrder);
      assertSame(repeated.totals.shown(), expected, "repeated, seed %d".formatted(seed));
    }
  }

  @Test
  void theBillIsAFunctionOfTheAcceptedPointsWhateverArrives() throws Exception {
    long first = new Random().nextLong();
    int refused = 0;
    for (int round = 0; round < 150; round++) {
      long seed = first + round;
      SplittableRandom random = new SplittableRandom(seed);
      List<Point> chaos = new ArrayList<>();
      histories(random, 80).forEach(chaos::addAll);
      histories(random, 10).forEach(chaos::addAll);
      Collections.shuffle(chaos, new Random(seed));
      chaos.subList(0, chaos.size() / 2).sort((a, b) -> Long.compare(a.time(), b.time()));

      Run run = new Run(random);
      List<Point> accepted = run.offerOneByOne(chaos);
      refused += chaos.size() - accepted.size();
      assertThat(run.outcomes.total()).as("seed %d", seed).isEqualTo(chaos.size());
      assertSame(
          run.totals.shown(),
          new NaiveMetering(METERS, LIMITS).totals(accepted),
          "seed %d".formatted(seed));
    }
    assertThat(refused).as("the chaos must hold points that come too late").isPositive();
  }

  /** A counter's points without a value don't take part in its order: they may come at any time. */
  private static List<Point> arrival(List<Point> history, SplittableRandom random) {
    boolean weighted = TIME_WEIGHTED.contains(history.get(0).series().metric());
    List<Point> seen = history.stream().filter(point -> weighted || point.value() != null).toList();
    List<Point> arrival =
        new ArrayList<>(new AdmissibleArrival(seen, LIMITS, 120, random).points());
    history.stream()
        .filter(point -> !weighted && point.value() == null)
        .forEach(point -> arrival.add(random.nextInt(arrival.size() + 1), point));
    return arrival;
  }

  private static void assertSame(
      Map<String, BigInteger> actual, Map<String, BigInteger> expected, String what) {
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    keys.removeIf(key -> Objects.equals(actual.get(key), expected.get(key)));
    assertThat(keys)
        .as(
            () ->
                what
                    + ": "
                    + keys.stream()
                        .map(k -> k + " is " + actual.get(k) + ", not " + expected.get(k))
                        .toList())
        .isEmpty();
  }

  private static List<List<Point>> histories(SplittableRandom random, int length) {
    RandomHistory history = new RandomHistory(random);
    return RandomHistory.SERIES.stream().map(series -> history.of(series, length)).toList();
  }

  private static List<Point> interleaved(List<List<Point>> arrivals, SplittableRandom random) {
    List<Integer> next = new ArrayList<>(Collections.nCopies(arrivals.size(), 0));
    List<Point> mixed = new ArrayList<>();
    int left = arrivals.stream().mapToInt(List::size).sum();
    while (left > 0) {
      int line = random.nextInt(arrivals.size());
      int at = next.get(line);
      for (int n = random.nextInt(1, 6); n > 0 && at < arrivals.get(line).size(); n--, left--) {
        mixed.add(arrivals.get(line).get(at++));
      }
      next.set(line, at);
    }
    return mixed;
  }

  /** One resource, to which points come in batches and which is written and read in between. */
  private static byte[] written(ResourceUsage usage) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    usage.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  @Test
  void aCopyLeavesTheOriginalAsItIs() throws Exception {
    long seed = new Random().nextLong();
    List<Point> points =
        histories(new SplittableRandom(seed), 60).stream().flatMap(List::stream).toList();
    List<Point> before = points.subList(0, points.size() / 2);
    Run run = new Run(new SplittableRandom(seed));
    run.offerOneByOne(before);
    run.apply(points.subList(points.size() / 2, points.size() / 2 + 1));
    ResourceUsage original = run.usage;
    byte[] expected = written(original);
    run.usage = original.copy();
    assertThat(written(run.usage)).as("seed %d", seed).isEqualTo(expected);
    run.deliver(points, points);
    assertThat(written(original)).as("seed %d", seed).isEqualTo(expected);
    assertThat(written(run.usage)).as("seed %d", seed).isNotEqualTo(expected);
  }

  private static final class Run {
    private final SplittableRandom random;
    private final Totals totals = new Totals();
    private final OutcomeCounts outcomes = new OutcomeCounts();

    private ResourceUsage usage = new ResourceUsage();

    Run(SplittableRandom random) {
      this.random = random;
    }

    /** Delivers all points; some of the {@code repeats} that came already come again. */
    void deliver(List<Point> points, List<Point> repeats)
        throws IOException, MalformedOtlpException {
      int at = 0;
      while (at < points.size()) {
        int end = Math.min(points.size(), at + 1 + random.nextInt(20));
        List<Point> batch = new ArrayList<>(points.subList(at, end));
        for (int i = 0; !repeats.isEmpty() && i < random.nextInt(8); i++) {
          batch.add(points.get(random.nextInt(end)));
        }
        apply(batch);
        at = end;
      }
      usage.drain(METERS, totals);
    }

    List<Point> offerOneByOne(List<Point> points) throws IOException, MalformedOtlpException {
      List<Point> accepted = new ArrayList<>();
      for (Point point : points) {
        int before = outcomes.counted;
        apply(List.of(point));
        if (outcomes.counted > before) {
          accepted.add(point);
        }
      }
      usage.drain(METERS, totals);
      return accepted;
    }

    private void apply(List<Point> batch) throws IOException, MalformedOtlpException {
      byte[] bytes = TestSeries.resource(batch);
      usage.apply(bytes, 0, bytes.length, METERS, LIMITS, NOW, outcomes);
      if (random.nextInt(5) == 0) {
        usage.drain(METERS, totals);
      }
      int next = random.nextInt(6);
      if (next < 2) {
        ByteArrayInputStream in = new ByteArrayInputStream(written(usage));
        usage = ResourceUsage.read(new DataInputStream(in));
        assertThat(in.available()).isZero();
      } else if (next < 4) {
        usage = usage.copy();
      }
    }
  }
}
