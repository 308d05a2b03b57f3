package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.demand.Demand;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/** What came of the last recorded decision about a workload: how often it had enough. */
final class WorkloadOutcome {
  private int evaluations;
  private int violations;

  /**
   * At an evaluation at which the demand is known.
   *
   * @param there cores that it had
   */
  void add(Demand demand, BigDecimal there) {
    if (demand instanceof Demand.Known known) {
      evaluations++;
      violations += known.cores().compareTo(there) > 0 ? 1 : 0;
    }
  }

  /** For the next decision's inputs. */
  SortedMap<String, BigDecimal> figures() {
    SortedMap<String, BigDecimal> figures = new TreeMap<>();
    figures.put("outcomeEvaluations", BigDecimal.valueOf(evaluations));
    figures.put("outcomeViolations", BigDecimal.valueOf(violations));
    return figures;
  }

  void startAnew() {
    remember(0, 0);
  }

  int evaluations() {
    return evaluations;
  }

  int violations() {
    return violations;
  }

  void remember(int seen, int violated) {
    evaluations = seen;
    violations = violated;
  }
}
