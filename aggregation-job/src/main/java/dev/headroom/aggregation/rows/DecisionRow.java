package dev.headroom.aggregation.rows;

import dev.headroom.aggregation.decisions.Decision;

/** One decision of the autoscaler. */
public final class DecisionRow {
  private DecisionRow() {}

  public static TableRow of(Decision decision) {
    return new TableRow(
        SinkTable.DECISION,
        new RowBinary()
            .text(decision.decisionId())
            .milli(decision.time().toEpochMilli())
            .text(decision.tenantId())
            .text(decision.pool())
            .text(decision.workload())
            .text(decision.kind())
            .text(decision.policy())
            .text(decision.rule())
            .text(decision.unit())
            .decimal(decision.fromCapacity())
            .decimal(decision.toCapacity())
            .text(decision.result())
            .map(decision.inputs())
            .texts(decision.bounds())
            .text(decision.expected())
            .text(decision.sentence())
            .text(decision.error()));
  }
}
