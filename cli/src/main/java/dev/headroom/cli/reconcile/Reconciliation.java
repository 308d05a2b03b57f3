package dev.headroom.cli.reconcile;

import dev.headroom.aggregation.config.DirectTopic;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.billing.InvoiceTopic;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;

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
    this.scope = new Scope(period, tenant, sources.kafka().usageTopic(), false, now);
    this.seals = seals;
  }

  /** Changes nothing but the seals. */
  public ReconciliationReport run() {
    checkTenant();
    Findings findings = new Findings();
    List<History> histories = new ArrayList<>();
    histories.add(compare(scope, findings));
    for (DirectTopic direct : sources.kafka().directTopics()) {
      histories.add(compare(scope.ofDirect(direct.topic()), findings));
    }
    new BillComparison(sources.store(), scope, sources.prices(), findings, sources.jobIsRunning())
        .run();
    new SettlementComparison(
            sources.store(), scope, sources.prices(), findings, sources.jobIsRunning())
        .run(invoices());
    return new ReconciliationReport(scope, findings, histories);
  }

  /** Everything that is known by the records of one topic. */
  private History compare(Scope topic, Findings findings) {
    RecordComparison records =
        new RecordComparison(sources.store(), topic, findings, sources.jobIsRunning());
    try (TopicReader reader = new TopicReader(sources.kafka(), topic)) {
      records.run(reader);
    }
    new QuarantineComparison(sources.store(), topic, findings, sources.jobIsRunning()).run(records);
    History history = History.check(sources.store(), topic, findings);
    if (seals) {
      history.seal(records.firstUnreadMillis());
    }
    return history;
  }

  private SortedMap<String, InvoiceTopic.TenantRecords> invoices() {
    KafkaSettings kafka = sources.kafka();
    Properties properties = new Properties();
    properties.putAll(kafka.properties());
    properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
    try (InvoiceTopic topic = InvoiceTopic.open(properties, kafka.invoicesTopic())) {
      return topic.records();
    }
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
