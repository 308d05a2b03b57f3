package dev.headroom.autoscaler.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceFilesTest {
  @TempDir private Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void aColumnForEachWorkload() throws IOException {
    Trace trace =
        TraceFiles.read(
            file(
                "wide.csv",
                """
                time,a,b,never
                2026-11-01T00:00:00Z,1,5,0
                2026-11-01T00:01:00Z,2,,0
                2026-11-01T00:03:00Z,4,7,0
                """));

    assertThat(trace.step()).isEqualTo(Duration.ofMinutes(1));
    assertThat(trace.workloads())
        .extracting(w -> w.name() + " " + w.limit() + " " + w.replica())
        .containsExactly("a 4.0 0.04", "b 7.0 0.07");
    assertThat(trace.demand().get(0)).containsExactly(1, 2, Double.NaN, 4);
    assertThat(trace.demand().get(1)).containsExactly(5, Double.NaN, Double.NaN, 7);
    assertThat(trace.holes()).isEqualTo(3);
  }

  @Test
  void aLineForEachValueWithGzip() throws IOException {
    Path path = directory.resolve("long.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(
          """
          time,workload,value,tenant,limit,replica
          2026-11-01 00:00:00,a,1,acme,8,2
          2026-11-01 00:05:00,a,0,acme,8,2
          2026-11-01 00:05:00,b,3,umbrella,4,1
          """
              .getBytes(StandardCharsets.UTF_8));
    }
    Trace trace = TraceFiles.read(path);

    assertThat(trace.workloads())
        .extracting(w -> w.name() + " " + w.tenant() + " " + w.limit() + " " + w.replica())
        .containsExactly("a acme 8.0 2.0", "b umbrella 4.0 1.0");
    assertThat(trace.demand().get(1)).containsExactly(Double.NaN, 3);
    assertThat(trace.idle()).isEqualTo(0.25);
  }

  @Test
  void planetLabFromADirectoryAndFromAnArchive() throws IOException {
    Path day = Files.createDirectory(directory.resolve("20110303"));
    Files.writeString(day.resolve("vm one"), "0\n50\n100\n");
    Files.writeString(day.resolve("vm two"), "7\n8\n9\n");
    Path archive = directory.resolve("20110303.tar.xz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new XZCompressorOutputStream(Files.newOutputStream(archive)))) {
      for (Map.Entry<String, String> e :
          Map.of("vm one", "0\n50\n100\n", "vm two", "7\n8\n9\n").entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry("20110303/" + e.getKey());
        entry.setSize(e.getValue().length());
        tar.putArchiveEntry(entry);
        tar.write(e.getValue().getBytes(StandardCharsets.UTF_8));
        tar.closeArchiveEntry();
      }
    }
    for (Path path : new Path[] {day, archive}) {
      Trace trace = TraceFiles.read(path);

      assertThat(trace.step()).isEqualTo(Duration.ofMinutes(5));
      assertThat(trace.demand().get(0)).containsExactly(0, 0.5, 1);
      assertThat(trace.demand().get(1)).containsExactly(0.07, 0.08, 0.09);
    }
  }

  @Test
  void azureFunctionsNeedAnInstanceInEveryMinuteWithAnInvocation() throws IOException {
    file("durations.csv", "HashOwner,HashApp,HashFunction,Average\no,a,f,90000\no,a,g,10\n");
    file("memory.csv", "HashFunction,HashOwner,HashApp,AverageAllocatedMb\nf,o,a,512\n");
    file(
        "invocations.csv",
        "HashOwner,HashApp,HashFunction,Trigger,1,2,3\no,a,f,http,0,1,3\no,a,g,timer,2,0,0\n");
    Trace trace = TraceFiles.read(directory);

    // One of 90 s fills a minute and a half: two instances of 0.5 GiB; three of them four and a
    // half.
    assertThat(trace.demand().get(0)).containsExactly(0, 1, 2.5);
    assertThat(trace.demand().get(1)).containsExactly(0.125, 0, 0);
    assertThat(trace.workloads().get(0).tenant()).isEqualTo("o");
    assertThat(TraceFiles.read(directory.resolve("invocations.csv")).demand()).hasSize(2);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                  | t.csv: is empty, expected a line of headings
          'time;'                                             | t.csv:1: [time], expected a time and a column for each workload
          'time,a;2026-11-01T00:00:00Z,1;'                    | t.csv: 1 times, expected at least 2
          'time,a;2026-11-01T00:00:00Z,x;'                    | t.csv:2, column 2 (a): 'x', expected a number
          'time,a;2026-11-01T00:00:00Z,-1;'                   | t.csv:2, column 2 (a): '-1', expected a number of at least 0
          'time,a;2026-11-01T00:00:00Z,NaN;'                  | t.csv:2, column 2 (a): 'NaN', expected a number of at least 0
          'time,a;yesterday,1;'                               | t.csv:2, column 1 (time): 'yesterday', expected a time as 2026-11-01T00:00:00Z or seconds since 1970
          'time,a;60,1;120,1,2;'                              | t.csv:3: 3 fields, expected 2 as in the heading
          'time,a;60,1;60,2;'                                 | t.csv:3, column 1 (time): 1970-01-01T00:01:00Z is not after the time of the line before, expected ascending
          'time,a;60,1;120,1;210,1;'                          | t.csv:4, column 1 (time): 1970-01-01T00:03:30Z is no multiple of the step of PT1M after 1970-01-01T00:01:00Z
          'time,workload,value;60,a,1;60,a,2;'                | t.csv:3: a at 1970-01-01T00:01:00Z stands there twice
          'time,workload,value,colour;60,a,1,red;'            | t.csv:1: colour, expected time, workload, value, tenant, limit or replica
          'time,workload,value,limit;60,a,5,4;120,a,1,4;'     | t.csv: a: a value of 5.0 is above its limit of 4.0
          'time,workload,value,replica;60,a,5,9;120,a,1,9;'   | t.csv: a: replica is 9.0, expected more than 0 and at most 5.0
          'time,a,a;60,1,1;120,1,1;'                          | t.csv:1, column 3 (a): the name stands there twice
          'time,a;2026-11-01T00:00:00Z,1;2026-11-01T00:00:00.0001Z,1;' | t.csv: a step of PT0.0001S, expected a millisecond or more
          'time,a;60,0;120,0;'                                | t.csv: no workload has any demand
          """)
  void badInputSaysWhereAndWhat(String text, String message) throws IOException {
    Path path = file("t.csv", text == null ? "" : text.replace(';', '\n'));

    assertThatThrownBy(() -> TraceFiles.read(path))
        .isInstanceOf(TraceException.class)
        .hasMessage(directory + "/" + message);
  }

  @Test
  void azureFunctionsWithHolesAreKeptAndImpossibleOnesRefused() throws IOException {
    file("durations.csv", "HashFunction,Average\nf,10\n");
    Path memory = file("memory.csv", "HashFunction,AverageAllocatedMb\nf,512\n");
    file("invocations.csv", "HashOwner,HashApp,HashFunction,Trigger,1,2,3\no,a,f,http,,1,0\n");

    assertThat(TraceFiles.read(directory).demand().get(0)).containsExactly(Double.NaN, 0.5, 0);
    Files.writeString(memory, "HashFunction,AverageAllocatedMb\nf,0\n");
    assertThatThrownBy(() -> TraceFiles.read(directory))
        .hasMessageEndingWith(
            "invocations.csv:2, column 3 (HashFunction): f has no memory, expected some");
    Files.writeString(memory, "HashFunction,AverageAllocatedMb\nf,\n");
    assertThatThrownBy(() -> TraceFiles.read(directory))
        .hasMessageEndingWith(
            "memory.csv:2, column 2 (AverageAllocatedMb): nothing, expected a number");
    file("memory.csv", "HashFunction,AverageAllocatedMb\nf,512\n");
    file("invocations.csv", "HashOwner,HashApp,HashFunction,Trigger,1\no,a,f,http,1\n");
    assertThatThrownBy(() -> TraceFiles.read(directory))
        .hasMessageEndingWith(
            "invocations.csv:1: no minutes, expected at least two columns of them");
  }

  @Test
  void aFileThatIsNotThere() {
    assertThatThrownBy(() -> TraceFiles.read(directory.resolve("none.csv")))
        .hasMessageContaining("none.csv: there is no such file");
  }

  @Test
  void aPlanetLabFileThatIsNone() throws IOException {
    Path day = Files.createDirectory(directory.resolve("day"));
    Files.writeString(day.resolve("vm"), "5\n101\n");

    assertThatThrownBy(() -> TraceFiles.read(day))
        .hasMessageEndingWith("day: vm:2: '101', expected a whole percentage, 0 to 100");
    Files.writeString(day.resolve("vm"), "5\n10\n");
    Files.writeString(day.resolve("wm"), "5\n10\n3\n");
    assertThatThrownBy(() -> TraceFiles.read(day))
        .hasMessageEndingWith("day: wm: 3 lines, expected 2 as in the first file");
  }

  @Test
  void anArchiveThatIsNone() throws IOException {
    Path path = file("day.tar.xz", "nonsense");

    assertThatThrownBy(() -> TraceFiles.read(path))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("day.tar.xz: cannot be read: ");
  }
}
