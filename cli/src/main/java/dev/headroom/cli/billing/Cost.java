package dev.headroom.cli.billing;

import java.math.BigDecimal;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What it costs the vendor to serve a tenant.
 *
 * @param amount in the currency of the cost book
 * @param notPriced meters that were used and that the cost book has no price for: then the amount
 *     is for less than what was used
 */
public record Cost(BigDecimal amount, SortedSet<String> notPriced) {
  public Cost {
    notPriced = new TreeSet<>(notPriced);
  }
}
