package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Usage that no price applies to: shown with the amount 0 and the reason, never dropped. */
final class UnpricedUsage {
  /** Of the descriptions of its charges. */
  static final String PREFIX = "Not priced: ";

  private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(SCALE);

  private final String tenantId;
  private final YearMonth month;
  private final String bookId;
  private final String currency;

  /** Rows of one window are one charge; of several reasons the first in the alphabet is shown. */
  private record Window(Instant start, Instant end) {}

  UnpricedUsage(String tenantId, YearMonth month, String bookId, String currency) {
    this.tenantId = tenantId;
    this.month = month;
    this.bookId = bookId;
    this.currency = currency;
  }

  void collect(MeterUsage usage, List<Charge> charges, List<InvoiceLine> lines) {
    Map<String, Map<Window, Charge>> byUnit = new LinkedHashMap<>();
    for (int i = 0; i < usage.size(); i++) {
      String reason = usage.whyUnpriced(i);
      UsageQuantity row = usage.row(i);
      if (reason != null && row.quantity().signum() != 0) {
        byUnit
            .computeIfAbsent(row.unit(), u -> new LinkedHashMap<>())
            .merge(
                new Window(row.windowStart(), row.windowEnd()),
                charge(row, reason),
                UnpricedUsage::sum);
      }
    }
    byUnit
        .values()
        .forEach(
            windows -> {
              List<Charge> own = new ArrayList<>(windows.values());
              charges.addAll(own);
              lines.add(line(own));
            });
  }

  private Charge charge(UsageQuantity row, String reason) {
    return new Charge(
        tenantId,
        month,
        bookId,
        null,
        // The unit is part of the key: a meter has one, unless it was changed within the month.
        "unpriced/" + row.meter() + "/" + row.unit(),
        ChargeKind.UNPRICED,
        row.meter(),
        row.windowStart(),
        row.windowEnd(),
        row.quantity().setScale(SCALE),
        row.unit(),
        NOTHING,
        currency,
        PREFIX + reason,
        List.of());
  }

  private static Charge sum(Charge a, Charge b) {
    Charge first = a.description().compareTo(b.description()) <= 0 ? a : b;
    return new Charge(
        first.tenantId(),
        first.month(),
        first.bookId(),
        null,
        first.skuId(),
        first.kind(),
        first.meter(),
        first.chargePeriodStart(),
        first.chargePeriodEnd(),
        a.pricingQuantity().add(b.pricingQuantity()),
        first.pricingUnit(),
        NOTHING,
        first.currency(),
        first.description(),
        List.of());
  }

  private InvoiceLine line(List<Charge> own) {
    Charge first = own.get(0);
    BigDecimal quantity =
        own.stream().map(Charge::pricingQuantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new InvoiceLine(
        tenantId,
        month,
        bookId,
        first.skuId(),
        first.description(),
        quantity,
        first.pricingUnit(),
        NOTHING,
        currency);
  }
}
