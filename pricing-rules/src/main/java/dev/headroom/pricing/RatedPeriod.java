package dev.headroom.pricing;

import java.math.BigDecimal;
import java.util.List;

/**
 * One tenant's period under one price book. The charges of a line add up to its invoice line.
 *
 * @param charges by line in the order of the book, then by time; unpriced usage at the end
 * @param lines in the same order
 */
public record RatedPeriod(
    String tenantId,
    String bookId,
    BillingPeriod period,
    String currency,
    List<Charge> charges,
    List<InvoiceLine> lines) {

  public RatedPeriod {
    charges = List.copyOf(charges);
    lines = List.copyOf(lines);
  }

  /** What is payable. */
  public BigDecimal total() {
    return lines.stream().map(InvoiceLine::billedCost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
