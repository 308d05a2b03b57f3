package dev.headroom.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.sizing.Policies;
import dev.headroom.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulateTest {
  private static final Path SHARED =
      Path.of(System.getProperty("headroom.home", "..")).resolve("../shared/traces").normalize();

  @TempDir private Path directory;

  private Path trace() throws IOException {
    StringBuilder text = new StringBuilder("time,a,b\n");
    Random random = new Random(1);
    for (int t = 0; t < 400; t++) {
      text.append(60 * t).append(',').append(50 + random.nextInt(20));
      text.append(',').append(t == 300 ? "" : Integer.toString(30 + random.nextInt(9)));
      text.append('\n');
    }
    return Files.writeString(directory.resolve("demand.csv"), text);
  }

  private static CommandRun simulate(Object... arguments) {
    List<String> all =
        Stream.concat(Stream.of("simulate"), Stream.of(arguments).map(Object::toString)).toList();
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void printsARowForTheOracleAndForEachPolicy() throws IOException {
    Path plot = directory.resolve("front.png");
    CommandRun run = simulate("--trace", trace(), "--format", "csv", "--plot", plot);

    assertThat(run.exitCode()).as(run.toString()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).startsWith("trace,policy,front,capacity_hours,x_oracle,");
    assertThat(lines.get(1)).startsWith("demand.csv,oracle,,");
    assertThat(lines.stream().skip(2).map(line -> line.split(",", -1)[1]))
        .containsExactlyElementsOf(Policies.all().stream().map(p -> p.name()).toList());
    assertThat(run.err()).contains("demand.csv: 1 values are missing");
    assertThat(ImageIO.read(plot.toFile()).getWidth()).isEqualTo(1000);
  }

  @Test
  void theSameSeedGivesTheSameTable() throws IOException {
    Path trace = trace();
    Object[] arguments = {
      "--trace", trace, "--pool", 1, "--policy", "headroom,n-sigma", "--seed", 3
    };

    assertThat(simulate(arguments)).isEqualTo(simulate(arguments));
    assertThat(simulate(arguments).out().lines()).hasSize(4);
    Path plot = directory.resolve("twice.png");
    Object[] twice = {"--trace", trace, "--policy", "hpa,hpa", "--plot", plot};
    assertThat(simulate(twice).out().lines()).hasSize(3);
  }

  @Test
  void machinesFailAndTenantsAreCredited() throws IOException {
    CommandRun run =
        simulate(
            "--trace",
            trace(),
            "--policy",
            "static",
            "--format",
            "csv",
            "--machine",
            80,
            "--mtbf",
            "4h",
            "--start-delay",
            "5m",
            "--sla",
            "99.9:10,99:50");

    assertThat(run.exitCode()).as(run.toString()).isZero();
    List<String> heads = List.of(run.out().lines().findFirst().orElseThrow().split(",", -1));
    List<String> row = List.of(run.out().lines().toList().get(2).split(",", -1));
    assertThat(row.get(heads.indexOf("failures"))).isNotEqualTo("0");
    assertThat(Double.parseDouble(row.get(heads.indexOf("violations_percent")))).isPositive();
    assertThat(Double.parseDouble(row.get(heads.indexOf("credits")))).isPositive();
  }

  @Test
  void thePenaltyDecidesHowMuchIsHeld() throws IOException {
    Path trace = trace();

    assertThat(held(trace, "5")).isGreaterThan(held(trace, "0.05"));
  }

  private static double held(Path trace, String penalty) {
    String out =
        CommandRun.output(
            "simulate",
            "--trace",
            trace.toString(),
            "--policy",
            "headroom",
            "--penalty",
            penalty,
            "--format",
            "csv");
    return Double.parseDouble(out.lines().toList().get(2).split(",", -1)[3]);
  }

  @Test
  void economicsPrintsEachWayOfSellingAndWhereItEarns() throws IOException {
    Path plot = directory.resolve("economics.png");
    CommandRun run =
        simulate("economics", "--trace", trace(), "--most", 10, "--plot", plot, "--fixed-cost", 3);

    assertThat(run.exitCode()).as(run.toString()).isZero();
    // Of 1, 2, 5 and 10 tenants seven rows each, below a heading and above a line for each mode.
    assertThat(run.out().lines()).hasSize(1 + 4 * 7 + 1 + 7);
    assertThat(run.out()).contains("managed: earns from 2 tenants on");
    assertThat(ImageIO.read(plot.toFile()).getWidth()).isEqualTo(1000);
    assertRefused(
        simulate("economics", "--trace", trace(), "--most", 0), "--most is 0, expected 1 or more");
    CommandRun negative = simulate("economics", "--trace", trace(), "--fee", -1);
    assertThat(negative.exitCode()).isEqualTo(2);
    assertThat(negative.err()).contains("a price is -1.0, expected 0 or more");
  }

  @Test
  void badInputIsOneMessage() throws IOException {
    Path trace = trace();

    assertRefused(simulate("--trace", directory.resolve("none.csv")), "there is no such file");
    assertRefused(simulate("--policy", "hpa"), "--trace PATH is missing");
    StringBuilder early = new StringBuilder("time,a\n0,1\n");
    for (int t = 1; t < 100; t++) {
      early.append(60 * t).append(",0\n");
    }
    assertRefused(
        simulate("--trace", Files.writeString(directory.resolve("early.csv"), early)),
        "early.csv: no demand after the first 24 steps, which are not counted");
    assertRefused(
        simulate("--trace", trace, "--policy", "magic"),
        "--policy magic: there is none of this name, there are static, headroom, ");
    assertRefused(simulate("--trace", trace, "--pool", -1), "--pool is -1, expected 1 or more");
    CommandRun cheap = simulate("--trace", trace, "--penalty", "0.01");
    assertThat(cheap.exitCode()).isEqualTo(2);
    assertThat(cheap.err()).contains("penalty is 0.01, expected more than the capacityCost");
    assertRefused(
        simulate("--trace", trace, "--machine", 0), "--machine is 0, expected more than 0");
    assertRefusedInTheEnd(
        simulate("--trace", trace, "--machine", 40),
        "--machine is 40.0, and a has a limit of 69.0: expected at least that");
    assertRefusedInTheEnd(
        simulate("--trace", trace, "--machine", 80, "--may-stop"),
        "--machine is for workloads that do not stop, and these do: expected --no-may-stop");
    assertRefusedInTheEnd(
        simulate("--trace", trace, "--mtbf", "1d"),
        "--mtbf needs --machine where workloads do not stop");
    assertRefused(
        simulate("--trace", trace, "--sla", "99"),
        "--sla '99' is no availability and credit, expected such as 99.9:10");
    assertRefused(
        simulate("--trace", trace, "--sla", "99:10,95:5"),
        "--sla: a lower availability has no greater credit");
    assertRefused(
        simulate("--trace", trace, "--trace", trace, "--plot", "x.png"),
        "--plot draws one trace, 2 are given");
  }

  private static void assertRefused(CommandRun run, String message) {
    assertRefusedInTheEnd(run, message);
    assertThat(run.err().lines()).hasSize(1);
  }

  /** After what is said of the trace. */
  private static void assertRefusedInTheEnd(CommandRun run, String message) {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message);
  }

  static Stream<String> shared() {
    return Stream.of(
        "planetlab/20110303.tar.xz",
        "planetlab/20110403.tar.xz",
        "worldcup98/requests_per_minute.csv.gz",
        "azure_functions_2019_sample");
  }

  /** Traces that are not part of the project: tried where they lie beside it. */
  @ParameterizedTest
  @MethodSource("shared")
  void headroomIsOnTheFrontOfRealTracesAndCostsLeast(String name) {
    Path trace = SHARED.resolve(name);
    Assumptions.assumeTrue(Files.exists(trace), trace + " is not there");
    List<String[]> lines =
        CommandRun.output("simulate", "--trace", trace.toString(), "--format", "csv")
            .lines()
            .map(line -> line.split(",", -1))
            .toList();
    int totalCost = List.of(lines.get(0)).indexOf("total_cost");
    List<String[]> rows = lines.subList(2, lines.size());
    double ours = 0;
    double least = Double.POSITIVE_INFINITY;
    for (String[] row : rows) {
      double total = Double.parseDouble(row[totalCost]);
      if (row[1].equals("headroom")) {
        ours = total;
        assertThat(row[2]).as("on the front").isEqualTo("yes");
      } else {
        least = Math.min(least, total);
      }
    }

    assertThat(ours).isLessThanOrEqualTo(least);
  }
}
