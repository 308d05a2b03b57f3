package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The vendors' books come to what examples/examples.csv says, rated as {@code prices rate} does.
 * Where a vendor prints an amount that is rounded to fewer places, that figure is there too.
 */
class VendorExamplesTest {
  private static final Path VENDORS = Path.of("catalog/vendors");
  private static final PriceBooks BOOKS = PriceBooks.parse(PriceBooks.vendors(), Meters.SHIPPED);

  @TestFactory
  Stream<DynamicTest> everyExampleComesToItsAmount() throws IOException {
    return VendorExample.all().stream()
        .map(
            row ->
                dynamicTest(
                    String.join(" ", row.get("book"), row.get("usage"), row.get("line")),
                    () -> check(row)));
  }

  private static void check(VendorExample row) throws IOException {
    Invoice invoice = row.invoice(BOOKS.byId());

    List<InvoiceLine> lines =
        invoice.lines().stream().filter(any -> any.skuId().equals(row.get("line"))).toList();
    assertThat(lines).hasSize(1);
    InvoiceLine line = lines.get(0);
    assertThat(line.bookId()).isEqualTo(row.get("book"));
    assertThat(line.billedCost()).isEqualTo(row.get("amount"));
    BigDecimal total = Objects.requireNonNull(invoice.totals().get("USD"));
    assertThat(total).isEqualTo(row.get("invoice"));
    if (!row.get("quantity").isEmpty()) {
      assertThat(line.pricingQuantity()).isEqualByComparingTo(row.get("quantity"));
    }
    row.printed("printed").ifPresent(figure -> assertPrinted(line.billedCost(), figure));
    row.printed("printed_invoice").ifPresent(figure -> assertPrinted(total, figure));
    assertThat(invoice.charges()).noneMatch(charge -> charge.kind() == ChargeKind.UNPRICED);
  }

  private static void assertPrinted(BigDecimal amount, BigDecimal figure) {
    assertThat(amount.setScale(figure.scale(), RoundingMode.HALF_UP)).isEqualTo(figure);
  }

  @Test
  void everyFileOfExamplesIsOfARow() throws IOException {
    Set<String> named = new TreeSet<>(Set.of("examples.csv"));
    for (VendorExample row : VendorExample.all()) {
      named.add(row.usageFile());
      row.tenantsFile().ifPresent(named::add);
    }
    try (Stream<Path> files = Files.walk(VendorExample.FOLDER)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> VendorExample.FOLDER.relativize(file).toString()))
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @Test
  void everyBookIsShippedAndHasAnExample() throws IOException {
    Set<String> shipped = BOOKS.byId().keySet();
    try (Stream<Path> files = Files.list(VENDORS)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(shipped);
    }
    Set<String> examples =
        VendorExample.all().stream().map(row -> row.get("book")).collect(Collectors.toSet());
    assertThat(new TreeSet<>(examples)).isEqualTo(new TreeSet<>(shipped));
  }
}
