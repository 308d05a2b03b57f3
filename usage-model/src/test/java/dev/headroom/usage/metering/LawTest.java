package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.metering.RandomUsage.Place;
import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.Layouts;
import dev.headroom.usage.otlp.MalformedOtlpException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
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

  private static final Instant NOW = Instant.parse("2026-11-03T00:00:00Z");
  private static final int ROUNDS = Integer.getInteger("headroom.law.rounds", 150);

  private static Place place(int round) {
    return RandomUsage.PLACES.get(round % RandomUsage.PLACES.size());
  }

  @Test
  void anyAdmissibleOrderAndAnyRepetitionGivesTheSameBill() throws Exception {
    long first = new Random().nextLong();
    for (int round = 0; round < ROUNDS; round++) {
      long seed = first + round;
      Place place = place(round);
      List<List<Point>> histories = RandomUsage.histories(new SplittableRandom(seed), place, 60);
      List<Point> inOrder = histories.stream().flatMap(List::stream).toList();
      Map<String, BigInteger> expected =
          new NaiveMetering(RandomUsage.METERS, place.zone(), RandomUsage.LIMITS).totals(inOrder);

      Run ordered = new Run(new SplittableRandom(seed), place);
      ordered.deliver(inOrder, List.of());
      assertSame(ordered.totals.shown(), expected, "in order, seed %d".formatted(seed));

      Run shuffled = new Run(new SplittableRandom(seed), place);
      SplittableRandom random = new SplittableRandom(seed);
      List<List<Point>> arrivals = new ArrayList<>();
      for (List<Point> history : histories) {
        arrivals.add(RandomUsage.arrival(history, random));
      }
      shuffled.deliver(RandomUsage.interleaved(arrivals, random), List.of());
      assertSame(shuffled.totals.shown(), expected, "shuffled, seed %d".formatted(seed));
      assertThat(shuffled.outcomes.counted).as("seed %d", seed).isEqualTo(inOrder.size());

      Run repeated = new Run(new SplittableRandom(seed), place);
      repeated.deliver(RandomUsage.interleaved(arrivals, random), inOrder);
      assertSame(repeated.totals.shown(), expected, "repeated, seed %d".formatted(seed));
    }
  }

  @Test
  void theBillIsAFunctionOfTheAcceptedPointsWhateverArrives() throws Exception {
    long first = new Random().nextLong();
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long seed = first + round;
      SplittableRandom random = new SplittableRandom(seed);
      List<Point> chaos = new ArrayList<>();
      Place place = place(round);
      RandomUsage.histories(random, place, 80).forEach(chaos::addAll);
      RandomUsage.histories(random, place, 10).forEach(chaos::addAll);
      Collections.shuffle(chaos, new Random(seed));
      chaos.subList(0, chaos.size() / 2).sort((a, b) -> Long.compare(a.time(), b.time()));

      Run run = new Run(random, place);
      List<Point> accepted = run.offerOneByOne(chaos);
      refused += chaos.size() - accepted.size();
      assertThat(run.outcomes.total()).as("seed %d", seed).isEqualTo(chaos.size());
      assertSame(
          run.totals.shown(),
          new NaiveMetering(RandomUsage.METERS, place.zone(), RandomUsage.LIMITS).totals(accepted),
          "seed %d".formatted(seed));
    }
    assertThat(refused).as("the chaos must hold points that come too late").isPositive();
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

  /** One resource, to which points come in batches and which is written and read in between. */
  private static byte[] written(ResourceUsage usage) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    usage.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static final class Run {
    private final SplittableRandom random;
    private final WindowGrid grid;
    private final Totals totals;
    private final OutcomeCounts outcomes = new OutcomeCounts();

    private final Layouts layouts = new Layouts();
    private ResourceUsage usage = new ResourceUsage();

    Run(SplittableRandom random, Place place) {
      this.random = random;
      this.grid = WindowGrid.of(place.zone());
      this.totals = new Totals(place.zone());
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
      usage.drain(RandomUsage.METERS, grid, totals);
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
      usage.drain(RandomUsage.METERS, grid, totals);
      return accepted;
    }

    private void apply(List<Point> batch) throws IOException, MalformedOtlpException {
      byte[] bytes = TestSeries.resource(batch);
      usage.apply(
          bytes,
          0,
          bytes.length,
          layouts,
          TestSeries.REPORTER,
          RandomUsage.METERS,
          grid,
          RandomUsage.LIMITS,
          NOW,
          outcomes);
      if (random.nextInt(5) == 0) {
        usage.drain(RandomUsage.METERS, grid, totals);
      }
      int next = random.nextInt(6);
      if (next < 4) {
        ByteArrayInputStream in = new ByteArrayInputStream(written(usage));
        if (next < 2) {
          usage = ResourceUsage.read(new DataInputStream(in));
          assertThat(in.available()).isZero();
        }
      }
    }
  }
}
