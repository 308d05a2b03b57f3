package dev.headroom.usage.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.usage.meter.Allocation.Rule;
import dev.headroom.usage.meter.Allocation.Untagged;
import dev.headroom.usage.meter.Allocation.Within;
import dev.headroom.usage.yaml.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The key {@code allocate} of a meter. */
class AllocationConfigTest {

  private static final String HEAD =
      """
      apiVersion: headroom.dev/v1
      kind: Meters
      meters:
        - {name: requests, unit: "{request}", aggregation: sum, from: [{metric: r, unit: "{request}"}]}
        - {name: minutely, unit: s, aggregation: sum, window: 1m, from: [{metric: m, unit: s}]}
        - {name: peak, unit: By, aggregation: max, from: [{metric: p, unit: By}]}
      """;

  private static String cpu(String allocate) {
    return HEAD
        + "  - {name: cpu, unit: s, aggregation: sum, from: [{metric: c, unit: s}],"
        + " allocate: {"
        + allocate
        + "}}\n";
  }

  private static @Nullable Allocation read(String allocate) {
    return MeterSet.parse("m.yaml", cpu(allocate)).find("cpu").orElseThrow().allocation();
  }

  private static List<String> problems(String text) {
    InvalidInputException thrown =
        catchThrowableOfType(InvalidInputException.class, () -> MeterSet.parse("m.yaml", text));
    return thrown.problems().stream()
        .map(problem -> problem.line() + ":" + problem.column() + ": " + problem.message())
        .toList();
  }

  @Test
  void readsEveryKeyAndFillsInTheDefaults() {
    assertThat(read("by: proportional, driver: requests, untagged: total, within: producer"))
        .isEqualTo(new Allocation(Rule.PROPORTIONAL, "requests", Untagged.TOTAL, Within.PRODUCER));
    assertThat(read("by: even, untagged: overhead"))
        .isEqualTo(new Allocation(Rule.EVEN, "cpu", Untagged.OVERHEAD, Within.RESOURCE));
    assertThat(read("by: none, untagged: total"))
        .isEqualTo(new Allocation(Rule.NONE, "", Untagged.TOTAL, Within.RESOURCE));
    MeterSet meters =
        MeterSet.parse("m.yaml", cpu("by: even, driver: requests, untagged: overhead"));
    assertThat(meters.drivenBy("requests")).extracting(Meter::name).containsExactly("cpu");
    assertThat(meters.drivenBy("cpu")).isEmpty();
  }

  @Test
  void aChangedRuleChangesTheFingerprint() {
    assertThat(MeterSet.parse("m.yaml", cpu("by: even, untagged: total")).fingerprint())
        .isNotEqualTo(MeterSet.parse("m.yaml", cpu("by: even, untagged: overhead")).fingerprint());
  }

  @Test
  void namesEveryMistakeAtItsPlace() {
    assertThat(problems(cpu("by: proportional, untagged: total")))
        .containsExactly(
            "7:84: 'by: proportional' needs 'driver', the meter it is in proportion to");
    assertThat(problems(cpu("by: none, driver: requests, untagged: total")))
        .containsExactly("7:103: 'driver' has no meaning for 'by: none'");
    assertThat(problems(cpu("by: even, driver: nothing, untagged: total")))
        .containsExactly("7:103: driver 'nothing' is not a meter of this file");
    assertThat(problems(cpu("by: even, driver: peak, untagged: total")))
        .containsExactly(
            "7:103: driver 'peak' needs a quantity that adds up: aggregation sum or time_weighted,"
                + " found max");
    assertThat(problems(cpu("by: even, driver: minutely, untagged: total")))
        .containsExactly("7:103: driver 'minutely' needs the window of meter 'cpu', 1h, found 1m");
    assertThat(problems(cpu("by: even"))).singleElement().asString().contains("'untagged'");
    assertThat(
            problems(
                HEAD
                    + "  - {name: a, unit: By, aggregation: last, from: [{metric: l, unit: By}],"
                    + " allocate: {by: none, untagged: overhead}}\n"))
        .singleElement()
        .asString()
        .endsWith(
            "'allocate' needs a quantity that adds up: aggregation sum or time_weighted, found"
                + " last");
  }
}
