package dev.headroom.cli.simulation;

import dev.headroom.autoscaler.simulation.Comparison;
import dev.headroom.autoscaler.simulation.Outcome;
import dev.headroom.autoscaler.sizing.Economics;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A row a policy, the one that knows the demand to come first.
 *
 * @param outcomes of the policies, without that one
 */
public record SimulationReport(
    String trace, Outcome oracle, List<Outcome> outcomes, Economics economics) {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("trace"),
          Column.text("policy"),
          Column.text("front"),
          Column.decimal("capacity_hours"),
          Column.decimal("x_oracle"),
          Column.decimal("saved_percent"),
          Column.decimal("violations_percent"),
          Column.decimal("unserved_hours"),
          Column.decimal("slack_percent"),
          Column.decimal("cold_starts"),
          Column.decimal("cold_p50"),
          Column.decimal("cold_p75"),
          Column.decimal("cold_p99"),
          Column.decimal("actions"),
          Column.decimal("failures"),
          Column.decimal("moves"),
          Column.decimal("capacity_cost"),
          Column.decimal("penalty"),
          Column.decimal("total_cost"),
          Column.decimal("total_x_oracle"),
          Column.decimal("credits"),
          Column.decimal("margin"));

  public SimulationReport {
    outcomes = List.copyOf(outcomes);
  }

  /** The rows of several traces under one heading. */
  public static Table table(List<SimulationReport> reports) {
    return new Table(COLUMNS, reports.stream().flatMap(r -> r.rows().stream()).toList());
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row(oracle, ""));
    for (Outcome outcome : outcomes) {
      rows.add(row(outcome, Comparison.isOnFront(outcome, outcomes) ? "yes" : "no"));
    }
    return rows;
  }

  private List<String> row(Outcome outcome, String front) {
    return List.of(
        trace,
        outcome.policy(),
        front,
        number(outcome.held(), 1),
        number(outcome.held() / oracle.held(), 3),
        number(100 * outcome.savings(), 2),
        number(100 * outcome.violationRate(), 4),
        number(outcome.unserved(), 3),
        number(100 * outcome.slack(), 1),
        Long.toString(outcome.coldStarts()),
        number(outcome.coldShares().p50(), 3),
        number(outcome.coldShares().p75(), 3),
        number(outcome.coldShares().p99(), 3),
        Long.toString(outcome.actions()),
        Long.toString(outcome.failures()),
        Long.toString(outcome.moves()),
        number(outcome.capacityCost(economics), 2),
        number(outcome.penalty(economics), 2),
        number(outcome.cost(economics), 2),
        number(outcome.cost(economics) / oracle.cost(economics), 3),
        number(outcome.credits(), 2),
        number(outcome.margin(economics), 2));
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
