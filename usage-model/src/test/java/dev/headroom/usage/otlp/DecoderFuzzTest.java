package dev.headroom.usage.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.metering.MeteringLimits;
import dev.headroom.usage.metering.PointFlag;
import dev.headroom.usage.metering.PointOutcomes;
import dev.headroom.usage.metering.QuarantineReason;
import dev.headroom.usage.metering.Reporter;
import dev.headroom.usage.metering.ResourceUsage;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A million broken requests. Whatever the bytes, the decoder refuses them with the one exception it
 * declares or reads exactly what protobuf's own classes read, and takes no more memory than a
 * multiple of their length.
 */
class DecoderFuzzTest {

  /** Fewer for mutation testing, which runs this once for a mutant. */
  private static final int INPUTS = Integer.getInteger("headroom.fuzz.inputs", 1_000_000);

  /**
   * What reading may allocate: a fixed part (an exception with its stack, the readers) and more.
   */
  private static final long BYTES_AT_ALL = 64 * 1024;

  private static final long BYTES_PER_BYTE = 256;

  private static final Instant NOW = Instant.ofEpochSecond(4);

  /**
   * What protobuf's parser tolerates and no writer of OTLP makes: a message in parts that are to be
   * merged, or two of which only one can be; groups; a known field of another type, which would be
   * dropped, and usage with it; a length or field number with bits beyond the 32 that are read; an
   * eleventh byte that a number announces.
   */
  private static final List<String> STRICTER =
      List.of(
          "is set beside a field it excludes, or twice",
          "groups are not part of OTLP",
          "has wire type",
          "claims",
          "a field number must lie in",
          "nested deeper than",
          "a number has more than 10 bytes");

  private static final Reporter REPORTER = new Reporter("acme", true);

  private static final MeterSet METERS =
      MeterSet.parse(
          "fuzz.yaml",
          """
          apiVersion: headroom.dev/v1
          kind: Meters
          meters:
            - {name: level, unit: By.s, aggregation: time_weighted, dimensions: [k],
               from: [{metric: gauge, unit: By}]}
            - {name: kinds, unit: "{k}", aggregation: unique, unique: k,
               from: [{metric: gauge, unit: By}]}
            - {name: total, unit: s, aggregation: sum, dimensions: [k, array],
               from: [{metric: sum, unit: s}]}
            - {name: calls, unit: "{call}", aggregation: sum,
               from: [{metric: histogram, unit: s, take: count}]}
          """);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private int accepted;
  private int points;

  @Test
  void readsWhatProtobufReadsOrRefuses() {
    long seed = new Random().nextLong();
    System.out.println("DecoderFuzzTest: seed " + seed);
    warmUp();
    BrokenOtlp inputs = new BrokenOtlp(new SplittableRandom(seed));
    for (int i = 0; i < INPUTS; i++) {
      byte[] bytes = inputs.next();
      try {
        read(bytes);
      } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError(
            "seed %d, input %d: %s".formatted(seed, i, HexFormat.of().formatHex(bytes)), e);
      }
    }
    System.out.printf(
        "DecoderFuzzTest: %d inputs, %d accepted with %d points%n", INPUTS, accepted, points);
    assertThat(accepted).isBetween(INPUTS / 10, INPUTS * 9 / 10);
    assertThat(points).isGreaterThan(INPUTS / 10);
  }

  /** Requests that are nearly all of what costs most for its length. */
  @Test
  void allocatesNoMoreThanAMultipleOfTheInput() throws Exception {
    warmUp();
    for (HostileOtlp hostile : HostileOtlp.values()) {
      byte[] bytes = hostile.bytes();
      long before = threads.getCurrentThreadAllocatedBytes();
      decode(bytes);
      long taken = threads.getCurrentThreadAllocatedBytes() - before;
      System.out.printf(
          "DecoderFuzzTest: %s takes %d bytes a byte of input%n", hostile, taken / bytes.length);
      assertThat(taken)
          .as(hostile.name())
          .isLessThanOrEqualTo(BYTES_AT_ALL + BYTES_PER_BYTE * bytes.length);
    }
  }

  /** What is allocated once, such as classes and the text of messages, is no input's fault. */
  private static void warmUp() {
    BrokenOtlp inputs = new BrokenOtlp(new SplittableRandom(1));
    for (int i = 0; i < 10_000; i++) {
      try {
        decode(inputs.next());
      } catch (MalformedOtlpException e) {
        assertThat(e).hasMessageContaining("at byte");
      }
    }
  }

  private void read(byte[] bytes) {
    MalformedOtlpException refusal = null;
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      decode(bytes);
    } catch (MalformedOtlpException e) {
      refusal = e;
    }
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(taken).isLessThanOrEqualTo(BYTES_AT_ALL + BYTES_PER_BYTE * bytes.length);
    if (refusal == null) {
      accepted++;
      compare(bytes, parsed(bytes));
    } else {
      assertThat(refusal.offset()).isBetween(0, bytes.length);
      onlyStricter(bytes, refusal);
    }
  }

  /** Everything the gateway and the job do with bytes; a resource without points is left there. */
  private static void decode(byte[] bytes) throws MalformedOtlpException {
    RequestSummary summary = OtlpRequest.summarise(bytes, 0, bytes.length);
    List<int[]> ranges = new ArrayList<>();
    OtlpRequest.split(
        bytes,
        0,
        bytes.length,
        (at, length, high, low, n) -> ranges.add(new int[] {at, length, n}));
    int points = 0;
    ResourceUsage usage = new ResourceUsage();
    for (int[] range : ranges) {
      if (range[2] == 0) {
        continue;
      }
      Silent silent = new Silent();
      ResourceMetricsReader.read(bytes, range[0], range[1], silent);
      OutcomeTotal outcomes = new OutcomeTotal();
      usage.apply(
          bytes,
          range[0],
          range[1],
          REPORTER,
          METERS,
          WindowGrid.UTC,
          MeteringLimits.DEFAULTS,
          NOW,
          outcomes);
      check(outcomes.total == range[2], "every point has one outcome");
      points += range[2];
    }
    check(points == summary.points(), "slices hold the request's points");
    check(ranges.size() == summary.resources(), "one slice a resource");
  }

  /** Allocates nothing, unlike an assertion, unless it fails. */
  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static ExportMetricsServiceRequest parsed(byte[] bytes) {
    try {
      return ExportMetricsServiceRequest.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("accepted, but protobuf refuses", e);
    }
  }

  private static void onlyStricter(byte[] bytes, MalformedOtlpException refusal) {
    boolean stricter = STRICTER.stream().anyMatch(String.valueOf(refusal.getMessage())::contains);
    if (!stricter && isAccepted(bytes)) {
      throw new AssertionError("protobuf accepts", refusal);
    }
  }

  private static boolean isAccepted(byte[] bytes) {
    try {
      return ExportMetricsServiceRequest.parseFrom(bytes).isInitialized();
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  /** The same metrics, points, times and values; and the same again however they are encoded. */
  private void compare(byte[] bytes, ExportMetricsServiceRequest request) {
    byte[] again = request.toByteArray();
    List<ToldPoints> told = told(bytes);
    List<ToldPoints> reencoded = told(again);
    assertThat(told).hasSize(request.getResourceMetricsCount());
    for (int i = 0; i < told.size(); i++) {
      assertThat(told.get(i).lines).isEqualTo(ProtobufReading.of(request.getResourceMetrics(i)));
      assertThat(reencoded.get(i).identities).isEqualTo(told.get(i).identities);
      points += told.get(i).points;
    }
  }

  private static List<ToldPoints> told(byte[] bytes) {
    List<ToldPoints> all = new ArrayList<>();
    try {
      OtlpRequest.split(
          bytes,
          0,
          bytes.length,
          (at, length, high, low, n) -> {
            ToldPoints told = new ToldPoints();
            told.identities.add(high + " " + low);
            try {
              ResourceMetricsReader.read(bytes, at, length, told);
            } catch (MalformedOtlpException e) {
              throw new AssertionError("a slice that split told", e);
            }
            all.add(told);
          });
    } catch (MalformedOtlpException e) {
      throw new AssertionError(e);
    }
    return all;
  }

  /** Wants every point and keeps none. */
  private static final class Silent implements PointVisitor {
    @Override
    public boolean metric(MetricHeader metric) {
      return true;
    }

    @Override
    public void point(NumberPoint point) {}

    @Override
    public void endOfMetric() {}
  }

  private static final class OutcomeTotal implements PointOutcomes {
    private int total;

    @Override
    public void counted(int more) {
      total += more;
    }

    @Override
    public void repeated() {
      total++;
    }

    @Override
    public void covered() {
      total++;
    }

    @Override
    public void unmetered(int more) {
      total += more;
    }

    @Override
    public void quarantined(QuarantineReason reason, String metric, int points, String detail) {
      total += points;
    }

    @Override
    public void flagged(PointFlag flag, String metric, String detail) {}
  }
}
