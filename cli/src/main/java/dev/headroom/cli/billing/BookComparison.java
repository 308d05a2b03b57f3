package dev.headroom.cli.billing;

import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Table;
import dev.headroom.pricing.ChargeKind;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.PriceBook;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What one usage costs under each of several books: a row a tenant, month and book. */
public final class BookComparison {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("tenant_id"),
          Column.text("period"),
          Column.text("book_id"),
          Column.text("mode"),
          Column.decimal("amount"),
          Column.text("currency"),
          Column.text("not_priced"));

  private static final String UNPRICED = ChargeKind.UNPRICED.name().toLowerCase(Locale.ROOT) + "/";

  private final PriceBooks books;

  public BookComparison(PriceBooks books) {
    this.books = books;
  }

  private record Key(String tenant, YearMonth month) {}

  private record Row(Key key, PriceBook book, BigDecimal amount, String notPriced) {
    List<String> cells() {
      return List.of(
          key.tenant(),
          key.month().toString(),
          book.id(),
          book.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          amount.setScale(book.currencyExponent()).toPlainString(),
          book.currency(),
          notPriced);
    }
  }

  /**
   * Rates the usage of every tenant by every book, as if it had always bought by it. The cheapest
   * comes first, as far as the currencies are the same; meters that a book has no price for are
   * named beside its amount.
   */
  public Table of(Map<String, List<UsageQuantity>> byTenant, Predicate<YearMonth> months) {
    List<Row> rows = new ArrayList<>();
    for (PriceBook book : books.byId().values()) {
      Rater rater = new Rater(new PriceBooks(Map.of(book.id(), book)), Optional.empty());
      Map<Key, List<InvoiceLine>> invoices =
          rater.rate(byTenant, months).stream()
              .collect(Collectors.groupingBy(line -> new Key(line.tenantId(), line.month())));
      invoices.forEach((key, lines) -> rows.add(row(key, book, lines)));
    }
    rows.sort(
        Comparator.comparing((Row row) -> row.key().tenant())
            .thenComparing(row -> row.key().month())
            .thenComparing(row -> row.book().currency())
            .thenComparing(Row::amount)
            .thenComparing(row -> row.book().id()));
    return new Table(COLUMNS, rows.stream().map(Row::cells).toList());
  }

  private static Row row(Key key, PriceBook book, List<InvoiceLine> lines) {
    BigDecimal amount = BigDecimal.ZERO;
    TreeSet<String> notPriced = new TreeSet<>();
    for (InvoiceLine line : lines) {
      amount = amount.add(line.billedCost());
      if (line.skuId().startsWith(UNPRICED)) {
        notPriced.add(line.skuId().split("/", -1)[1]);
      }
    }
    return new Row(key, book, amount, String.join(" ", notPriced));
  }

  /** The texts of every book that is shipped, by the name of its file. */
  public static Map<String, String> shipped() {
    Map<String, String> texts = new TreeMap<>(PriceBooks.vendors());
    texts.putAll(PriceBooks.catalogue());
    return texts;
  }
}
