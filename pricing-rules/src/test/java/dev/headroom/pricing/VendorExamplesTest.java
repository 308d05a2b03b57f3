package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The vendors' books come to what examples/examples.csv says: a row a line of an invoice. */
class VendorExamplesTest {
  private static final Path EXAMPLES = Path.of("examples");
  private static final Path VENDORS = Path.of("catalog/vendors");
  private static final PriceBooks BOOKS = PriceBooks.parse(PriceBooks.vendors(), Meters.SHIPPED);

  private static List<Map<String, String>> table() throws IOException {
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(EXAMPLES.resolve("examples.csv").toFile())) {
      return rows.readAll();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyExampleComesToItsAmount() throws IOException {
    return table().stream()
        .map(
            row ->
                dynamicTest(
                    row.get("book") + " " + row.get("usage") + " " + row.get("line"),
                    () -> check(row)));
  }

  private static void check(Map<String, String> row) throws IOException {
    PriceBook book = Objects.requireNonNull(BOOKS.byId().get(row.get("book")));
    String file = row.get("usage") + ".csv";
    List<UsageQuantity> usage =
        Objects.requireNonNull(
            UsageCsv.read(file, Files.readString(EXAMPLES.resolve(file))).get("acme"));
    BillingPeriod june = BillingPeriod.of(YearMonth.of(2026, 6));

    RatedPeriod rated = Rating.rate("acme", book, june, usage);

    assertThat(rated.lines())
        .filteredOn(line -> line.skuId().equals(row.get("line")))
        .singleElement()
        .extracting(InvoiceLine::billedCost)
        .isEqualTo(new BigDecimal(row.get("amount")));
    assertThat(rated.total()).isEqualTo(row.get("invoice"));
    assertThat(rated.charges()).noneMatch(charge -> charge.kind() == ChargeKind.UNPRICED);
  }

  @Test
  void everyBookIsShippedAndHasAnExample() throws IOException {
    Set<String> shipped = BOOKS.byId().keySet();
    try (Stream<Path> files = Files.list(VENDORS)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(shipped);
    }
    Set<String> examples = table().stream().map(row -> row.get("book")).collect(Collectors.toSet());
    assertThat(new TreeSet<>(examples)).isEqualTo(new TreeSet<>(shipped));
  }
}
