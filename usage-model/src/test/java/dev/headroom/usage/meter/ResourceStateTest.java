package dev.headroom.usage.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.usage.meter.ResourceState.State;
import dev.headroom.usage.yaml.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The keys {@code resource} and {@code state} of a meter. */
class ResourceStateTest {

  private static final String HEAD =
      """
      apiVersion: headroom.dev/v1
      kind: Meters
      meters:
        - {name: used, unit: s, aggregation: sum, dimensions: [x, y], resource: cpu, state: used, from: [{metric: m, unit: s}]}
      """;

  private static List<String> problems(String meter) {
    InvalidInputException thrown =
        catchThrowableOfType(
            InvalidInputException.class, () -> MeterSet.parse("m.yaml", HEAD + "  - " + meter));
    return thrown.problems().stream()
        .map(problem -> problem.line() + ": " + problem.message())
        .toList();
  }

  @Test
  void aSecondOfACpuIsASecond() {
    MeterSet meters =
        MeterSet.parse(
            "m.yaml",
            HEAD
                + "  - {name: reserved, unit: \"{cpu}.s\", aggregation: time_weighted,"
                + " dimensions: [y, x], resource: cpu, state: reserved,"
                + " from: [{metric: r, unit: \"{cpu}\"}]}\n");
    assertThat(meters.find("reserved").orElseThrow().state())
        .isEqualTo(new ResourceState("cpu", State.RESERVED));
    assertThat(MeterSet.shipped().meters())
        .filteredOn(meter -> meter.state() != null)
        .extracting(Meter::name)
        .containsExactly(
            "cpu.used", "cpu.reserved", "cpu.throttled", "memory.used", "memory.reserved");
  }

  @Test
  void namesWhatCannotStandInOneRow() {
    assertThat(
            problems(
                "{name: a, unit: \"{cpu}.h\", aggregation: time_weighted, window: 1m,"
                    + " resource: cpu, state: reserved, from: [{metric: r, unit: \"{cpu}\"}]}"))
        .containsExactly(
            "5: the meters of resource 'cpu' need the same window: 'a' has 1m, 'used' has 1h",
            "5: the meters of resource 'cpu' need the same dimensions: 'a' has [], 'used' has [x, y]",
            "5: the meters of resource 'cpu' need the same unit: 'a' has h, 'used' has s");
    assertThat(
            problems(
                "{name: a, unit: s, aggregation: max, dimensions: [x, y], resource: cpu,"
                    + " state: used, from: [{metric: r, unit: s}]}"))
        .containsExactly(
            "5: resource 'cpu' has a meter of state 'used' already",
            "5: a state of a resource needs a quantity that adds up: aggregation sum or"
                + " time_weighted, found max");
    assertThat(
            problems(
                "{name: a, unit: s, aggregation: sum, state: used, from: [{metric: r, unit: s}]}"))
        .singleElement()
        .asString()
        .contains("missing key 'resource'");
  }
}
