package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.headroom.cli.CommandRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What {@code prices rate} prints for every row of pricing-rules/examples/examples.csv. */
class PricesRateExamplesTest {
  private static final Path PRICING = Path.of("../pricing-rules");
  private static final Path EXAMPLES = PRICING.resolve("examples");

  /** A row of the table, or of what the command prints. */
  record Row(Map<String, String> cells) {
    String get(String column) {
      return Objects.requireNonNull(cells.get(column), column);
    }

    BigDecimal amount() {
      return new BigDecimal(get("amount"));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsPrintedAsTheTableSays() throws IOException {
    return rows(Files.readString(EXAMPLES.resolve("examples.csv"))).stream()
        .map(
            row ->
                dynamicTest(
                    String.join(" ", row.get("book"), row.get("usage"), row.get("line")),
                    () -> check(row)));
  }

  private static void check(Row example) throws IOException {
    List<Row> printed = rows(CommandRun.output(command(example)));

    assertThat(printed)
        .filteredOn(row -> row.get("sku_id").equals(example.get("line")))
        .extracting(row -> row.get("book_id") + " " + row.get("amount"))
        .containsExactly(example.get("book") + " " + example.get("amount"));
    assertThat(printed.stream().map(Row::amount).reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(example.get("invoice"));
    assertThat(printed).noneMatch(row -> row.get("sku_id").startsWith("unpriced/"));
  }

  private static String[] command(Row example) {
    Path book = PRICING.resolve("catalog/vendors/" + example.get("book") + ".yaml");
    Path usage = EXAMPLES.resolve(example.get("usage") + ".csv");
    List<String> words = new ArrayList<>(List.of("prices", "rate", "--format", "csv"));
    words.addAll(List.of("--book", book.toString(), "--usage", usage.toString()));
    words.addAll(List.of("--period", example.get("month")));
    if (!example.get("tenants").isEmpty()) {
      Path tenants = EXAMPLES.resolve("tenants/" + example.get("tenants") + ".yaml");
      words.addAll(List.of("--tenants", tenants.toString()));
    }
    return words.toArray(String[]::new);
  }

  private static List<Row> rows(String csv) throws IOException {
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(csv)) {
      return rows.readAll().stream().map(Row::new).toList();
    }
  }
}
