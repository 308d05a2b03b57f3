package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Applies the invoice steps of a book, in their order, to its lines. */
final class InvoiceSteps {
  private static final BigDecimal ONE = BigDecimal.ONE.setScale(SCALE);

  private final String tenantId;
  private final PriceBook book;
  private final BillingPeriod period;
  private final RatingTrace trace;

  InvoiceSteps(String tenantId, PriceBook book, BillingPeriod period, RatingTrace trace) {
    this.tenantId = tenantId;
    this.book = book;
    this.period = period;
    this.trace = trace;
  }

  /**
   * Adds a line and a charge for each step, of 0 where it does nothing: a later revision always
   * finds one to replace.
   */
  void apply(List<Charge> charges, List<InvoiceLine> lines) {
    List<InvoiceLine> soFar = new ArrayList<>(lines);
    for (InvoiceStep step : book.invoice()) {
      LinesSoFar seen = new LinesSoFar(period, soFar);
      Rational exact = step.amount(seen);
      trace.step(step, seen, exact);
      BigDecimal amount = LineRounding.of(book).of(exact);
      InvoiceLine line = line(step, amount);
      soFar.add(line);
      lines.add(line);
      charges.add(charge(step, amount));
    }
  }

  private InvoiceLine line(InvoiceStep step, BigDecimal amount) {
    return new InvoiceLine(
        tenantId,
        period.month(),
        book.id(),
        step.id(),
        step.description(),
        ONE,
        "1",
        amount,
        book.currency());
  }

  private Charge charge(InvoiceStep step, BigDecimal amount) {
    return new Charge(
        tenantId,
        period.month(),
        book.id(),
        null,
        step.id(),
        step.kind(),
        "",
        period.start(),
        period.end(),
        ONE,
        "1",
        amount.setScale(SCALE),
        book.currency(),
        step.description(),
        List.of());
  }
}
