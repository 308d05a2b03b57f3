package dev.headroom.benchmarks.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The benchmarks of the autoscaler run, and the engine knows what every workload used. */
class AutoscalerRunTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyWorkloadIsKnownToUseWhatItUsed() throws Exception {
    new TickRun(250, 3, out).run();
    assertThat(printed())
        .contains("250 workloads", "reactive", "by a forecast")
        .containsPattern("ratio of both to decode +\\d+\\.\\d{2}")
        .endsWith("Every workload was known to use what it used.\n");
  }

  @Test
  void decisionsArriveInKafka() throws Exception {
    new DecisionLatency(20, 5, out).run();
    assertThat(printed()).containsPattern("median \\d+, p99 \\d+, most \\d+ of \\d+ decisions");
  }
}
