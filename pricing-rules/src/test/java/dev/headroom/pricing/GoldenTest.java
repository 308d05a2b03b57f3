package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Examples of vendors and of other billing engines, in golden.csv: rows of one case are the lines
 * of one invoice. {@code quantity} is one window per summand; {@code prices} are {@code upTo@price
 * +fee} tiers, or a fee for a row without a unit.
 */
class GoldenTest {
  record Row(String name, YearMonth month, Map<String, String> cells) {
    String get(String column) {
      return Objects.requireNonNull(cells.get(column), column);
    }
  }

  @TestFactory
  Stream<DynamicTest> invoices() throws IOException {
    return cases().entrySet().stream().map(c -> dynamicTest(c.getKey(), () -> check(c.getValue())));
  }

  private static void check(List<Row> rows) {
    BillingPeriod period = BillingPeriod.of(rows.get(0).month());
    Map<String, String> meters = new TreeMap<>();
    rows.stream()
        .filter(r -> !r.get("unit").isEmpty())
        .forEach(r -> meters.put(r.get("line"), r.get("unit")));
    PriceBook book = PriceBook.parse("golden.yaml", yaml(rows), meters);
    List<UsageQuantity> usage = rows.stream().flatMap(r -> usage(r, period).stream()).toList();

    RatedPeriod rated = Rating.rate("acme", book, period, usage);

    for (Row row : rows) {
      assertThat(rated.lines())
          .filteredOn(l -> l.skuId().equals(row.get("line")))
          .singleElement()
          .extracting(InvoiceLine::billedCost)
          .isEqualTo(new BigDecimal(row.get("amount")));
    }
    assertThat(rated.total()).isEqualTo(rows.get(0).get("invoice"));
    assertThat(rated.charges().stream().map(Charge::billedCost).reduce(BigDecimal::add))
        .hasValueSatisfying(sum -> assertThat(sum).isEqualByComparingTo(rated.total()));
  }

  private static List<UsageQuantity> usage(Row row, BillingPeriod period) {
    List<UsageQuantity> usage = new ArrayList<>();
    Instant start = period.start();
    if (!row.get("quantity").isEmpty()) {
      for (String quantity : row.get("quantity").split("[+]", -1)) {
        Instant end = start.plusSeconds(3600);
        usage.add(
            new UsageQuantity(
                row.get("line"), start, end, Map.of(), new BigDecimal(quantity), row.get("unit")));
        start = end;
      }
    }
    return usage;
  }

  private static String yaml(List<Row> rows) {
    return """
        {apiVersion: headroom.dev/v1, kind: PriceBook, id: golden, name: Golden, mode: serverless,
         source: golden.csv, sourceDate: 2026-01-01, currency: USD, lines: [%s]}
        """
        .formatted(rows.stream().map(GoldenTest::line).collect(Collectors.joining(",\n")));
  }

  private static String line(Row row) {
    String id = row.get("line");
    if (row.get("unit").isEmpty()) {
      String fee = "{id: %s, description: x, prices: [{from: 2020-01-01, price: \"%s\"}]}";
      return fee.formatted(id, row.get("prices"));
    }
    String month = row.get("mo").isEmpty() ? "" : "month: " + row.get("mo") + ", ";
    String allowance = row.get("allowance").isEmpty() ? "" : "allowance: " + row.get("allowance");
    String tiers =
        Stream.of(row.get("prices").split("; ", -1))
            .map(GoldenTest::tier)
            .collect(Collectors.joining(", "));
    return """
        {id: %s, description: x, meter: %s, unit: "%s", %s
         prices: [{from: 2020-01-01, tiers: [%s], %s}]}\
        """
        .formatted(id, id, row.get("price_unit"), month, tiers, allowance);
  }

  private static String tier(String text) {
    String[] parts = text.split("[@+]", -1);
    String upTo = parts[0].equals("rest") ? "" : "upTo: " + parts[0] + ", ";
    String fee = parts.length > 2 ? ", fee: " + parts[2] : "";
    return "{%sprice: \"%s\"%s}".formatted(upTo, parts[1], fee);
  }

  private static Map<String, List<Row>> cases() throws IOException {
    Map<String, List<Row>> cases = new LinkedHashMap<>();
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(GoldenTest.class.getResourceAsStream("golden.csv"))) {
      while (rows.hasNext()) {
        Map<String, String> cells = rows.next();
        String name = Objects.requireNonNull(cells.get("case"));
        YearMonth month = YearMonth.parse(Objects.requireNonNull(cells.get("month")));
        cases.computeIfAbsent(name, n -> new ArrayList<>()).add(new Row(name, month, cells));
      }
    }
    return cases;
  }
}
