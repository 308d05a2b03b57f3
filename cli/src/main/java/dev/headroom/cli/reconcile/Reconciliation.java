package dev.headroom.cli.reconcile;

import dev.headroom.cli.CommandException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;

/** Compares every link, from the producers to the invoice. */
public final class Reconciliation {
  private final Sources sources;
  private final Scope scope;
  private final boolean seals;

  /**
   * What is to be compared.
   *
   * @param seals whether days that are over are sealed
   * @param now decides which days are over
   */
  public Reconciliation(
      Sources sources,
      Optional<YearMonth> period,
      Optional<String> tenant,
      boolean seals,
      Instant now) {
    this.sources = sources;
    this.scope = new Scope(period, tenant, sources.kafka().usageTopic(), now);
    this.seals = seals;
  }

  /** Changes nothing but the seals. */
  public ReconciliationReport run() {
    checkTenant();
    Findings findings = new Findings();
    RecordComparison records =
        new RecordComparison(sources.store(), scope, findings, sources.jobIsRunning());
    try (TopicReader topic = new TopicReader(sources.kafka(), scope)) {
      records.run(topic);
    }
    new QuarantineComparison(sources.store(), scope, findings, sources.jobIsRunning()).run(records);
    new BillComparison(sources.store(), scope, sources.prices(), findings, sources.jobIsRunning())
        .run();
    History history = History.check(sources.store(), scope, findings);
    if (seals) {
      history.seal(records.firstUnreadMillis());
    }
    return new ReconciliationReport(scope, findings, history);
  }

  private void checkTenant() {
    if (scope.tenant().isEmpty()
        || sources.prices().tenants().find(scope.tenant().get()).isPresent()) {
      return;
    }
    boolean known =
        !sources
            .store()
            .rows(
                "SELECT 1 FROM ledger WHERE tenant_id = {tenant:String} LIMIT 1",
                Map.of("tenant", scope.tenant().get()))
            .isEmpty();
    if (!known) {
      throw CommandException.badInput(
          "there is no tenant '"
              + scope.tenant().get()
              + "': it has no subscription and has reported nothing");
    }
  }
}
