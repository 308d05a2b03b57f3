package dev.headroom.pricing;

import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/**
 * What one way of selling costs. Prices are effective-dated by days, the billing period is the
 * calendar month: those of the tenant's time zone.
 *
 * @param apiVersion {@code headroom.dev/v1}
 * @param kind {@code PriceBook}
 * @param id what subscriptions name
 * @param name for people
 * @param mode way of selling
 * @param source where the figures come from
 * @param sourceDate the day on which the source was right
 * @param currency ISO 4217
 * @param rounding of each invoice line to the currency's exponent, once; half-even if not given
 * @param lines at least one
 * @param invoice steps from what the lines come to to what is payable, in their order
 */
public record PriceBook(
    String apiVersion,
    String kind,
    String id,
    String name,
    SellingMode mode,
    String source,
    LocalDate sourceDate,
    String currency,
    RoundingMode rounding,
    List<PriceLine> lines,
    List<InvoiceStep> invoice) {
  /** JSON Schema of a price book, on the class path. */
  public static final String SCHEMA = "dev/headroom/pricing/price-book.schema.json";

  @SuppressWarnings("NullAway") // An absent key arrives as null and gets its default here.
  public PriceBook {
    rounding = rounding == null ? RoundingMode.HALF_EVEN : rounding;
    lines = List.copyOf(lines);
    invoice = invoice == null ? List.of() : List.copyOf(invoice);
  }

  /**
   * Reads and checks a price book.
   *
   * @param file name for messages
   * @param meters unit of each known meter by its name
   * @throws InvalidInputException with every problem
   */
  public static PriceBook parse(String file, String text, Map<String, String> meters) {
    YamlDocument document = YamlDocument.parse(file, text, SCHEMA);
    List<Problem> problems = new PriceBookCheck(document, meters).problems();
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return document.as(PriceBook.class);
  }

  /** Digits after the point of an amount that can be paid. */
  public int currencyExponent() {
    return Currency.getInstance(currency).getDefaultFractionDigits();
  }
}
