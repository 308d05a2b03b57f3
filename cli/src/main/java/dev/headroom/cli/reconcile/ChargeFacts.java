package dev.headroom.cli.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.pricing.Charge;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;

/** One charge of a bill, as it is stored or as the price book has it. */
record ChargeFacts(Key key, BigDecimal quantity, String unit, BigDecimal cost, String currency) {
  /** Kinds that follow from the usage of the same period and the price book alone. */
  private static final Set<String> RATED =
      Set.of("usage", "fee", "discount", "minimum", "tax", "rounding", "unpriced");

  private static final Set<String> OF_USAGE = Set.of("usage", "unpriced");

  /** Which charge of the bill. */
  record Key(String book, String sku, String kind, String meter, Instant start, Instant end)
      implements Comparable<Key> {
    private static final Comparator<Key> BY_TIME =
        Comparator.comparing(Key::book)
            .thenComparing(Key::sku)
            .thenComparing(key -> !key.isOfUsage())
            .thenComparing(Key::start)
            .thenComparing(Key::end)
            .thenComparing(Key::kind)
            .thenComparing(Key::meter);

    @Override
    public int compareTo(Key other) {
      return BY_TIME.compare(this, other);
    }

    boolean isOfUsage() {
      return OF_USAGE.contains(kind);
    }

    boolean isRated() {
      return RATED.contains(kind);
    }

    /** Of the invoice. */
    String line() {
      return ChargeFacts.line(book, sku);
    }

    @Override
    public String toString() {
      return "%s %s %s to %s".formatted(line(), kind, start, end);
    }
  }

  /** Of an invoice, as it is named in a report. */
  static String line(String book, String sku) {
    return book.isEmpty() ? sku : book + "/" + sku;
  }

  /** A row of the view {@code charges}. */
  static ChargeFacts of(JsonNode row) {
    return new ChargeFacts(
        new Key(
            row.path("book_id").asText(),
            row.path("sku_id").asText(),
            row.path("kind").asText(),
            row.path("meter").asText(),
            Instant.parse(row.path("charge_start").asText()),
            Instant.parse(row.path("charge_end").asText())),
        new BigDecimal(row.path("pricing_quantity").asText()),
        row.path("pricing_unit").asText(),
        new BigDecimal(row.path("billed_cost").asText()),
        row.path("currency").asText());
  }

  static ChargeFacts of(Charge charge) {
    return new ChargeFacts(
        new Key(
            charge.bookId(),
            charge.skuId(),
            charge.kind().name().toLowerCase(Locale.ROOT),
            charge.meter(),
            charge.chargePeriodStart(),
            charge.chargePeriodEnd()),
        charge.pricingQuantity(),
        charge.pricingUnit(),
        charge.billedCost(),
        charge.currency());
  }

  boolean isNothing() {
    return quantity.signum() == 0 && cost.signum() == 0;
  }

  boolean isSame(ChargeFacts other) {
    return quantity.compareTo(other.quantity) == 0
        && cost.compareTo(other.cost) == 0
        && unit.equals(other.unit)
        && currency.equals(other.currency);
  }

  String amounts() {
    return "%s %s for %s %s"
        .formatted(
            quantity.stripTrailingZeros().toPlainString(),
            unit,
            cost.stripTrailingZeros().toPlainString(),
            currency);
  }
}
