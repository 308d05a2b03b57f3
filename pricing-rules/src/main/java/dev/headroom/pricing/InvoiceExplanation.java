package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How a tenant's invoice of a month came to be, line by line, as the rating told while it rated.
 *
 * @param invoiced every line of the invoice, those of commitments last
 * @param lines how they came to be, in the same order; fewer if it was asked for fewer
 */
public record InvoiceExplanation(
    String tenantId, YearMonth month, List<InvoiceLine> invoiced, List<Explanation> lines) {

  public InvoiceExplanation {
    invoiced = List.copyOf(invoiced);
    lines = List.copyOf(lines);
  }

  /**
   * Rates as {@link Invoice#of} and {@link Commitments#of} do, and keeps how.
   *
   * @param books by id, at least those subscribed to
   * @param months all that are billed, in the tenant's time zone: a commitment looks at several
   * @param which those to explain
   * @throws IllegalArgumentException if a book is missing
   */
  public static List<InvoiceExplanation> of(
      Map<String, PriceBook> books,
      Tenant tenant,
      SortedSet<YearMonth> months,
      List<UsageQuantity> usage,
      Predicate<YearMonth> which) {
    Map<YearMonth, List<SubscriptionTotal>> committed = new TreeMap<>();
    SortedMap<YearMonth, InvoiceExplanation> explained = new TreeMap<>();
    Map<YearMonth, RatingRecord> records = new HashMap<>();
    months.stream().filter(which).forEach(month -> records.put(month, new RatingRecord()));
    Invoices.of(
            books,
            tenant,
            months,
            usage,
            month -> {
              RatingRecord record = records.get(month);
              return record == null ? RatingTrace.NONE : record;
            })
        .forEach(
            (month, invoice) -> {
              committed.put(month, invoice.committed());
              RatingRecord record = records.get(month);
              if (record != null) {
                explained.put(month, of(invoice, record, tenant.timeZone()));
              }
            });
    commitments(tenant, committed, explained, which);
    return List.copyOf(explained.values());
  }

  private static InvoiceExplanation of(Invoice invoice, RatingRecord record, ZoneId zone) {
    List<Explanation> lines = new ArrayList<>(record.explanations());
    BillingPeriod whole = BillingPeriod.of(invoice.month(), zone);
    List<Charge> charges =
        invoice.charges().stream()
            .filter(charge -> charge.currency().equals(Invoice.NO_CURRENCY))
            .toList();
    for (InvoiceLine line : invoice.lines().subList(lines.size(), invoice.lines().size())) {
      lines.add(UnpricedExplanation.of(line, whole, charges));
    }
    return new InvoiceExplanation(invoice.tenantId(), invoice.month(), invoice.lines(), lines);
  }

  private static void commitments(
      Tenant tenant,
      Map<YearMonth, List<SubscriptionTotal>> committed,
      SortedMap<YearMonth, InvoiceExplanation> explained,
      Predicate<YearMonth> which) {
    CommitmentTrace trace =
        new CommitmentTrace() {
          @Override
          public void entered(
              Subscription subscription,
              InvoiceLine line,
              Rational left,
              Rational payable,
              Rational exact) {
            Commitment commitment = subscription.commitment();
            BillingPeriod period = subscription.in(line.month(), tenant.timeZone()).orElse(null);
            if (commitment != null && period != null && which.test(line.month())) {
              LineRounding rounding = Commitments.rounding(line.currency());
              Explanation own =
                  new CommitmentExplanation(
                      line, period, commitment, left, payable, exact, rounding);
              explained.compute(
                  line.month(), (month, known) -> (known == null ? empty(line) : known).plus(own));
            }
          }
        };
    Commitments.of(tenant, committed, Map.of(), List.of(), trace);
  }

  /** Of a month in which nothing was used. */
  private static InvoiceExplanation empty(InvoiceLine line) {
    return new InvoiceExplanation(line.tenantId(), line.month(), List.of(), List.of());
  }

  private InvoiceExplanation plus(Explanation line) {
    return new InvoiceExplanation(
        tenantId,
        month,
        Stream.concat(invoiced.stream(), Stream.of(line.line())).toList(),
        Stream.concat(lines.stream(), Stream.of(line)).toList());
  }

  private InvoiceExplanation with(List<Explanation> some) {
    return new InvoiceExplanation(tenantId, month, invoiced, some);
  }

  /** Of one line alone, or of several of that id; empty if the invoice has none. */
  public InvoiceExplanation only(String id) {
    return with(lines.stream().filter(line -> line.line().skuId().equals(id)).toList());
  }

  /** Of the lines that take usage of a window that begins then, and of that window alone. */
  public InvoiceExplanation window(Instant start) {
    List<Explanation> own = new ArrayList<>();
    for (Explanation line : lines) {
      if (line instanceof UsageExplanation usage && !usage.window(start).windows().isEmpty()) {
        own.add(usage.window(start));
      }
    }
    return with(own);
  }

  /** What is payable, by currency. */
  public SortedMap<String, BigDecimal> totals() {
    SortedMap<String, BigDecimal> totals = new TreeMap<>();
    for (InvoiceLine line : invoiced) {
      if (!line.currency().equals(Invoice.NO_CURRENCY)) {
        totals.merge(line.currency(), line.billedCost(), BigDecimal::add);
      }
    }
    return totals;
  }
}
