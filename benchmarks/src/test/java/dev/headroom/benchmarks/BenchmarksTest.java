package dev.headroom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * The benchmarks run, and what they compare comes to the same. How fast is nobody's business here.
 */
class BenchmarksTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void endToEndAgreesWithDecodeAndSumToTheLastDigit() {
    assertThat(Benchmarks.execute(out, "--points", "30000", "--rounds", "1")).isZero();
    assertThat(printed())
        .contains("workload   30,000 points")
        .containsPattern("ratio c / a +0\\.\\d{3}")
        .contains("sums (tenant, meter) of a, b and c agreed to the last digit");
  }

  @Test
  void theStateOfASeriesIsMeasured() {
    assertThat(Benchmarks.execute(out, "--points", "30000", "--rounds", "1", "--state-size"))
        .isZero();
    assertThat(printed()).containsPattern("gauge +every 10 s, +\\d+ series +\\d+\\.\\d+");
  }

  @Test
  void rocksDbComesToTheSameAsTheHeap() {
    assertThat(Benchmarks.execute(out, "--points", "30000", "--rounds", "1", "--rocksdb")).isZero();
    assertThat(printed())
        .containsPattern("ratio RocksDB/heap +\\d+\\.\\d{3}")
        .contains("all sums (tenant, meter) of both agreed with plain addition");
  }

  @Test
  void clickHousesKafkaEngineComesToTheSameAsTheJob() {
    assertThat(Benchmarks.execute(out, "--points", "30000", "--rounds", "1", "--kafka-engine"))
        .isZero();
    assertThat(printed())
        .containsPattern("ratio of a core, job / peer +\\d+\\.\\d{2}")
        .contains("sums (tenant, meter) of both agreed with plain addition");
  }

  @Test
  void aBacklogIsDrainedToTheSameSums() {
    assertThat(Benchmarks.execute(out, "--points", "30000", "--rounds", "1", "--backlog")).isZero();
    assertThat(printed())
        .containsPattern("rate, last third / first +\\d+\\.\\d{3}")
        .contains("all sums (tenant, meter) agreed with plain addition");
  }

  @Test
  void everyMarkerBecomesVisible() {
    assertThat(
            Benchmarks.execute(
                out, "--points", "30000", "--rounds", "1", "--checkpoint", "1", "--freshness"))
        .isZero();
    assertThat(printed()).containsPattern("p99 / checkpoint +\\d+\\.\\d{2}");
  }

  @Test
  void aNumberOutOfRangeIsBadInput() {
    assertThat(Benchmarks.execute(out, "--rocksdb", "--freshness")).isEqualTo(2);
    assertThat(Benchmarks.execute(out, "--points", "0")).isEqualTo(2);
    assertThat(Benchmarks.execute(out, "--checkpoint", "0")).isEqualTo(2);
    assertThat(Benchmarks.execute(out, "--rounds", "1001")).isEqualTo(2);
    assertThat(Benchmarks.execute(out, "--seed", "1")).isEqualTo(2);
    assertThat(Benchmarks.execute(out, "--rounds", "many")).isEqualTo(2);
    assertThat(printed()).isEmpty();
  }
}
