package dev.headroom.pricing;

import dev.headroom.usage.meter.WindowLength;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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
 * @param meters unit of each meter that the book prices beside those that are metered, by its name
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
    Map<String, String> meters,
    List<PriceLine> lines,
    List<InvoiceStep> invoice) {
  /** JSON Schema of a price book, on the class path. */
  public static final String SCHEMA = "dev/headroom/pricing/price-book.schema.json";

  @SuppressWarnings("NullAway") // Absent keys arrive as null and get their defaults here.
  public PriceBook {
    rounding = rounding == null ? RoundingMode.HALF_EVEN : rounding;
    meters = meters == null ? Map.of() : Map.copyOf(meters);
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
    return parse(file, text, meters, Map.of());
  }

  /**
   * As the other, and no line may begin anew within a window of its meter.
   *
   * @param windows length of the windows of each meter, as far as known, by its name
   */
  public static PriceBook parse(
      String file, String text, Map<String, String> meters, Map<String, WindowLength> windows) {
    YamlDocument document = YamlDocument.parse(file, text, SCHEMA);
    List<Problem> problems = new PriceBookCheck(document, meters, windows).problems();
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return document.as(PriceBook.class);
  }

  /**
   * What a subscription is charged by: the lines with the prices for its terms, and its own invoice
   * steps after those of the book, before taxes.
   */
  public PriceBook soldTo(Subscription subscription) {
    List<InvoiceStep> steps = new ArrayList<>();
    Stream.of(invoice, subscription.invoice())
        .flatMap(own -> own.stream().filter(step -> step.kind() != ChargeKind.TAX))
        .forEach(steps::add);
    Stream.of(invoice, subscription.invoice())
        .flatMap(own -> own.stream().filter(step -> step.kind() == ChargeKind.TAX))
        .forEach(steps::add);
    return with(linesFor(subscription.terms()), steps);
  }

  /** As sold to somebody who says nothing of themselves. */
  PriceBook soldToAnyone() {
    boolean distinguishes =
        lines.stream()
            .flatMap(line -> line.prices().stream())
            .anyMatch(version -> !version.only().isEmpty());
    return distinguishes ? with(linesFor(Map.of()), invoice) : this;
  }

  private List<PriceLine> linesFor(Map<String, String> terms) {
    return lines.stream().flatMap(line -> Stream.ofNullable(line.soldTo(terms))).toList();
  }

  private PriceBook with(List<PriceLine> own, List<InvoiceStep> steps) {
    return new PriceBook(
        apiVersion,
        kind,
        id,
        name,
        mode,
        source,
        sourceDate,
        currency,
        rounding,
        meters,
        own,
        steps);
  }

  /**
   * What it says of the days before one: two books of which that is equal price them alike. Changes
   * of names and sources are not seen.
   */
  public PriceBook until(LocalDate day) {
    List<PriceLine> before =
        lines.stream().flatMap(line -> Stream.ofNullable(line.until(day))).toList();
    return new PriceBook(
        apiVersion,
        kind,
        id,
        "",
        mode,
        "",
        LocalDate.MIN,
        currency,
        rounding,
        meters,
        before,
        invoice);
  }

  /** Every value that a price asks for, by the term it is of. */
  SortedMap<String, Set<String>> terms() {
    SortedMap<String, Set<String>> terms = new TreeMap<>();
    lines.stream()
        .flatMap(line -> line.prices().stream())
        .flatMap(version -> version.only().entrySet().stream())
        .forEach(
            only ->
                terms.computeIfAbsent(only.getKey(), k -> new TreeSet<>()).add(only.getValue()));
    return terms;
  }

  /** Digits after the point of an amount that can be paid. */
  public int currencyExponent() {
    return Currency.getInstance(currency).getDefaultFractionDigits();
  }
}
