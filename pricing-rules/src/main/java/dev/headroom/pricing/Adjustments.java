package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How usage that comes after an invoice was finalised reaches a later one, by double entry.
 *
 * <p>A finalised month goes on being rated, window by window, at the prices and tiers of its own
 * time. For each of its lines, the difference between what is rated now and what was invoiced is
 * taken out of the month (kind {@code adjusted}), so that its charges stay its invoice, and put
 * into the next month that is not finalised (kind {@code adjustment}), with the invoice it
 * corrects. When that month is finalised in its turn, its invoice holds the adjustment; only what
 * changes after that goes on to the next:
 *
 * <pre>
 *   adjustment in the open month = rated now − invoiced − adjustments that were invoiced since
 * </pre>
 *
 * <p>The laws, whatever arrives in whatever order: all charges together are what is rated now; the
 * charges of a finalised month are its invoice. Both follow from the result being a function of
 * what is rated and which invoices hold, and of nothing else; so a month whose invoice was made
 * void is as if it had never been finalised. A line's amounts have the exponent of its currency, so
 * differences have too, and nothing is rounded here.
 */
public final class Adjustments {
  private final SortedMap<YearMonth, List<InvoiceLine>> rated;
  private final SortedMap<YearMonth, IssuedInvoice> issued;
  private final List<Entry> entries = new ArrayList<>();

  private Adjustments(
      Map<YearMonth, List<InvoiceLine>> rated, Map<YearMonth, IssuedInvoice> issued) {
    this.rated = new TreeMap<>(rated);
    this.issued = new TreeMap<>(issued);
  }

  /**
   * One side of a double entry.
   *
   * @param month the month whose charges it is one of
   * @param kind {@link ChargeKind#ADJUSTED}, {@link ChargeKind#ADJUSTMENT} or {@link
   *     ChargeKind#COMMITMENT}
   * @param corrected the finalised month whose usage changed; of a commitment, the month itself
   * @param line of that month; quantity and amount are what is added, and may be negative
   */
  public record Entry(YearMonth month, ChargeKind kind, YearMonth corrected, InvoiceLine line) {}

  /** A line of a bill, whatever its figures. */
  private record LineKey(String book, String sku, String currency) implements Comparable<LineKey> {
    static LineKey of(InvoiceLine line) {
      return new LineKey(line.bookId(), line.skuId(), line.currency());
    }

    @Override
    public int compareTo(LineKey other) {
      int order = book.compareTo(other.book);
      order = order == 0 ? sku.compareTo(other.sku) : order;
      return order == 0 ? currency.compareTo(other.currency) : order;
    }
  }

  /**
   * The entries of one tenant. What adds nothing is left out.
   *
   * @param rated lines of every month as rated now; a month may be missing
   * @param issued every invoice that holds, see {@link InvoiceHistory#holding()}
   */
  public static List<Entry> of(
      Map<YearMonth, List<InvoiceLine>> rated, Map<YearMonth, IssuedInvoice> issued) {
    Adjustments adjustments = new Adjustments(rated, issued);
    adjustments.issued.values().forEach(adjustments::correct);
    return adjustments.entries;
  }

  private void correct(IssuedInvoice invoice) {
    YearMonth month = invoice.month();
    SortedMap<LineKey, InvoiceLine> open = new TreeMap<>();
    rated.getOrDefault(month, List.of()).forEach(line -> add(open, line, 1));
    invoice.lines().stream()
        .filter(line -> !Commitments.isOne(line))
        .forEach(line -> add(open, line, -1));
    open.values().forEach(line -> enter(month, ChargeKind.ADJUSTED, month, negated(line)));
    for (IssuedInvoice later : issued.values()) {
      for (IssuedInvoice.Adjustment adjustment : later.adjustments()) {
        if (adjustment.corrects().month().equals(month)) {
          enter(later.month(), ChargeKind.ADJUSTMENT, month, adjustment.line());
          add(open, adjustment.line(), -1);
        }
      }
    }
    YearMonth next = firstOpenAfter(month);
    open.values().forEach(line -> enter(next, ChargeKind.ADJUSTMENT, month, line));
  }

  private YearMonth firstOpenAfter(YearMonth month) {
    YearMonth next = month.plusMonths(1);
    while (issued.containsKey(next)) {
      next = next.plusMonths(1);
    }
    return next;
  }

  private void enter(YearMonth month, ChargeKind kind, YearMonth corrected, InvoiceLine line) {
    if (line.billedCost().signum() != 0 || line.pricingQuantity().signum() != 0) {
      entries.add(new Entry(month, kind, corrected, line));
    }
  }

  private static void add(SortedMap<LineKey, InvoiceLine> sums, InvoiceLine line, int sign) {
    sums.merge(
        LineKey.of(line),
        sign < 0 ? negated(line) : line,
        (known, more) ->
            with(
                known,
                known.pricingQuantity().add(more.pricingQuantity()),
                known.billedCost().add(more.billedCost())));
  }

  private static InvoiceLine negated(InvoiceLine line) {
    return with(line, line.pricingQuantity().negate(), line.billedCost().negate());
  }

  private static InvoiceLine with(InvoiceLine line, BigDecimal quantity, BigDecimal cost) {
    return new InvoiceLine(
        line.tenantId(),
        line.month(),
        line.bookId(),
        line.skuId(),
        line.description(),
        quantity,
        line.pricingUnit(),
        cost,
        line.currency());
  }
}
