package dev.headroom.benchmarks.tenantmeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The benchmark runs, and both have the same sum. How fast is nobody's business here. */
class RecordRunTest {
  @Test
  void bothRecordTheSame() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new RecordRun(1, RecordRun.Effort.TRY, new PrintStream(bytes, true, StandardCharsets.UTF_8))
        .run();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .containsPattern("ratio handle / counter +\\d+\\.\\d{2}")
        .contains("After 100,000 records each, both had the same sum.");
  }
}
