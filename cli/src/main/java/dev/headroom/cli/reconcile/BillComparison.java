package dev.headroom.cli.reconcile;

import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.billing.UsageQuery;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.BegunMonths;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares usage, charges and invoice of every tenant and month.
 *
 * <p>The charges were rated from the job's own state, so a usage row that is missing or was altered
 * differs from what its window was charged for. The windows after it in the same line may cost
 * something else then, too, since the tiers begin elsewhere: these amounts follow from the first
 * difference, and are counted there.
 */
final class BillComparison {
  /** Cumulative quantities are rounded to nine places, so a window's own may be off by one. */
  private static final BigDecimal ROUNDED = BigDecimal.valueOf(1, 9);

  private final Store store;
  private final Scope scope;
  private final PriceFiles.Prices prices;
  private final Findings findings;
  private final boolean jobIsRunning;
  private long usageRows;
  private long charges;
  private int lines;

  BillComparison(
      Store store, Scope scope, PriceFiles.Prices prices, Findings findings, boolean jobIsRunning) {
    this.store = store;
    this.scope = scope;
    this.prices = prices;
    this.findings = findings;
    this.jobIsRunning = jobIsRunning;
  }

  void run() {
    BegunMonths begun = UsageQuery.begun(store);
    List<Bill.Id> bills = Bill.all(store, prices, begun, scope);
    bills.forEach(id -> compare(Bill.read(store, prices, begun, id)));
    findings.compared(Link.USAGE, "%,d bills, %,d usage rows".formatted(bills.size(), usageRows));
    findings.compared(Link.CHARGES, "%,d lines, %,d charges".formatted(lines, charges));
  }

  private void compare(Bill bill) {
    usageRows += bill.usageRows();
    charges += bill.charged().size();
    lines += bill.lines().size();
    Instant inMotionFrom = jobIsRunning ? inMotionFrom(bill) : Instant.MAX;
    byLine(bill)
        .forEach((line, keys) -> new LineComparison(bill, line, keys, inMotionFrom).run(findings));
    sums(bill);
  }

  private static SortedMap<String, SortedSet<ChargeFacts.Key>> byLine(Bill bill) {
    SortedMap<String, SortedSet<ChargeFacts.Key>> lines = new TreeMap<>();
    SortedSet<ChargeFacts.Key> all = new TreeSet<>(bill.charged().keySet());
    all.addAll(bill.rated().keySet());
    for (ChargeFacts.Key key : all) {
      if (key.isRated()) {
        lines.computeIfAbsent(key.line(), line -> new TreeSet<>()).add(key);
      }
    }
    return lines;
  }

  /** From when on the charges of a bill may be on their way. */
  private Instant inMotionFrom(Bill bill) {
    if (bill.usageRows() == 0 && beganJustNow(bill.id())) {
      return Instant.MIN;
    }
    // The start of the first window that changed just now.
    return store
        .rows(
            "SELECT min(window_start) AS start FROM usage WHERE tenant_id = {tenant:String}"
                + " AND period = {month:Date}"
                + " AND written_at > now64(3) - INTERVAL 1 MINUTE HAVING count() > 0",
            Map.of("tenant", bill.id().tenant(), "month", bill.id().month().atDay(1).toString()))
        .stream()
        .map(row -> Instant.parse(row.path("start").asText()))
        .findFirst()
        .orElse(Instant.MAX);
  }

  /** Whether a minute ago no usage of the month or a later one was known, of anybody. */
  private boolean beganJustNow(Bill.Id id) {
    return store
        .rows(
            "SELECT 1 FROM usage WHERE period >= {month:Date}"
                + " AND written_at <= now64(3) - INTERVAL 1 MINUTE LIMIT 1",
            Map.of("month", id.month().atDay(1).toString()))
        .isEmpty();
  }

  /** The view that finance reads, against the charges one by one. */
  private void sums(Bill bill) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    bill.charged()
        .values()
        .forEach(charge -> sums.merge(charge.key().line(), charge.cost(), BigDecimal::add));
    SortedSet<String> all = new TreeSet<>(sums.keySet());
    all.addAll(bill.lines().keySet());
    for (String line : all) {
      BigDecimal sum = sums.getOrDefault(line, BigDecimal.ZERO);
      BigDecimal shown = bill.lines().getOrDefault(line, BigDecimal.ZERO);
      if (sum.compareTo(shown) != 0 && !jobIsRunning) {
        findings.differs(
            Link.CHARGES,
            bill.id().tenant(),
            bill.id().month() + " " + line,
            "invoice_line says %s, its charges add up to %s"
                .formatted(shown.toPlainString(), sum.toPlainString()));
      }
    }
  }

  static boolean isRounding(BigDecimal a, BigDecimal b) {
    return a.subtract(b).abs().compareTo(ROUNDED) <= 0;
  }
}
