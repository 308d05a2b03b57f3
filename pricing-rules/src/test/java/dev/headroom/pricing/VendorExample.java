package dev.headroom.pricing;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** A row of examples/examples.csv: a line of an invoice by a vendor's book. */
record VendorExample(Map<String, String> cells) {
  static final Path FOLDER = Path.of("examples");

  static List<VendorExample> all() throws IOException {
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(FOLDER.resolve("examples.csv").toFile())) {
      return rows.readAll().stream().map(VendorExample::new).toList();
    }
  }

  String get(String column) {
    return Objects.requireNonNull(cells.get(column), column);
  }

  String usageFile() {
    return get("usage") + ".csv";
  }

  /** Who buys by the book and how; if there is none, everybody does at all times. */
  Optional<String> tenantsFile() {
    String name = get("tenants");
    return name.isEmpty() ? Optional.empty() : Optional.of("tenants/" + name + ".yaml");
  }

  /** A figure that a vendor prints; it may print fewer places than are payable. */
  Optional<BigDecimal> printed(String column) {
    return get(column).isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(get(column)));
  }

  Invoice invoice(Map<String, PriceBook> books) throws IOException {
    return Invoice.of(books, tenant(books), YearMonth.parse(get("month")), usage());
  }

  InvoiceExplanation explanation(Map<String, PriceBook> books) throws IOException {
    YearMonth month = YearMonth.parse(get("month"));
    return InvoiceExplanation.of(
            books, tenant(books), new TreeSet<>(List.of(month)), usage(), month::equals)
        .get(0);
  }

  private List<UsageQuantity> usage() throws IOException {
    return Objects.requireNonNull(UsageCsv.read(usageFile(), read(usageFile())).get("acme"));
  }

  private Tenant tenant(Map<String, PriceBook> books) throws IOException {
    if (tenantsFile().isEmpty()) {
      return new Tenant(
          "acme", "acme", List.of(new Subscription(get("book"), Instant.EPOCH, null)));
    }
    String file = tenantsFile().orElseThrow();
    return Tenants.parse(file, read(file), books, Meters.SHIPPED).find("acme").orElseThrow();
  }

  private static String read(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }
}
