package dev.headroom.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Usage on the invoice that costs nothing, because no price applies to it.
 *
 * @param reasons in alphabetical order; their quantities add up to that of the line
 */
public record UnpricedExplanation(InvoiceLine line, BillingPeriod period, List<Reason> reasons)
    implements Explanation {

  public UnpricedExplanation {
    reasons = List.copyOf(reasons);
  }

  /**
   * Why.
   *
   * @param text such as {@code no subscription at this time}
   * @param windows of how many
   * @param quantity in the line's unit
   */
  public record Reason(String text, long windows, BigDecimal quantity) {
    private Reason plus(Reason more) {
      return new Reason(text, windows + more.windows, quantity.add(more.quantity));
    }
  }

  /**
   * Explains a line by its charges.
   *
   * @param charges of the book and period, also of other lines
   */
  static UnpricedExplanation of(InvoiceLine line, BillingPeriod period, List<Charge> charges) {
    Map<String, Reason> reasons = new TreeMap<>();
    for (Charge charge : charges) {
      if (charge.kind() == ChargeKind.UNPRICED && charge.skuId().equals(line.skuId())) {
        Reason reason = new Reason(why(charge), 1, charge.pricingQuantity());
        reasons.merge(reason.text(), reason, Reason::plus);
      }
    }
    return new UnpricedExplanation(line, period, new ArrayList<>(reasons.values()));
  }

  private static String why(Charge charge) {
    return charge.description().substring(UnpricedUsage.PREFIX.length());
  }
}
