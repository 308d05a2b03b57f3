package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.pricing.sentences.InvoiceSentences;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations as finance reads them, in {@code explanations/*.txt}. */
class ExplanationGoldenTest {
  private static final PriceBooks VENDORS = PriceBooks.parse(PriceBooks.vendors(), Meters.SHIPPED);
  private static final YearMonth JUNE = YearMonth.of(2026, 6);
  private static final Instant JUNE_2 = Instant.parse("2026-06-02T00:00:00Z");

  private static String golden(String file) throws IOException {
    try (InputStream in = ExplanationGoldenTest.class.getResourceAsStream("explanations/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Usage of a plan with packs, volume, a price that changes, steps and a tax. */
  private static List<UsageQuantity> usage() throws IOException {
    return Objects.requireNonNull(UsageCsv.read("plan.csv", golden("plan.csv")).get("acme"));
  }

  private static InvoiceExplanation plan(List<UsageQuantity> usage) throws IOException {
    PriceBook book = PriceBook.parse("plan.yaml", golden("plan.yaml"), Meters.SHIPPED);
    Tenant tenant =
        new Tenant("acme", "Acme", List.of(new Subscription("ours", Instant.EPOCH, null)));
    return explanation(Map.of("ours", book), tenant, usage);
  }

  private static InvoiceExplanation explanation(
      Map<String, PriceBook> books, Tenant tenant, List<UsageQuantity> usage) {
    return InvoiceExplanation.of(books, tenant, new TreeSet<>(List.of(JUNE)), usage, JUNE::equals)
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lambda", "redshift-scaling-credits", "snowflake-days", "mysql-servers"})
  void anExampleOfAVendorReadsAsReviewed(String usage) throws IOException {
    VendorExample example =
        VendorExample.all().stream()
            .filter(row -> row.get("usage").equals(usage))
            .findFirst()
            .orElseThrow();
    assertThat(new InvoiceSentences(example.explanation(VENDORS.byId())).text())
        .isEqualTo(golden(usage + ".txt"));
  }

  @Test
  void aPlanReadsAsReviewed() throws IOException {
    assertThat(new InvoiceSentences(plan(usage())).text()).isEqualTo(golden("plan.txt"));
  }

  @Test
  void aWindowReadsAsReviewed() throws IOException {
    assertThat(new InvoiceSentences(plan(usage()).window(JUNE_2)).windows())
        .isEqualTo(golden("plan-window.txt"));
    VendorExample credits =
        VendorExample.all().stream()
            .filter(row -> row.get("usage").equals("redshift-scaling-credits"))
            .findFirst()
            .orElseThrow();
    InvoiceExplanation scaling = credits.explanation(VENDORS.byId()).only("scaling");
    assertThat(new InvoiceSentences(scaling.window(JUNE_2)).windows())
        .isEqualTo(golden("redshift-window.txt"));
  }

  @Test
  void theOrderOfTheUsageDoesNotMatter() throws IOException {
    List<UsageQuantity> usage = usage();
    long seed = new Random().nextLong();
    System.out.println("ExplanationGoldenTest: seed " + seed);
    Collections.shuffle(usage, new Random(seed));
    assertThat(new InvoiceSentences(plan(usage)).text()).isEqualTo(golden("plan.txt"));
  }

  @Test
  void usageWithoutASubscriptionSaysSo() {
    Tenant tenant = new Tenant("acme", "Acme", List.of());
    InvoiceExplanation explanation =
        explanation(
            Map.of(),
            tenant,
            List.of(
                new UsageQuantity(
                    "requests",
                    JUNE_2,
                    JUNE_2.plusSeconds(3600),
                    Map.of(),
                    BigDecimal.TEN,
                    "{request}")));
    assertThat(new InvoiceSentences(explanation).text())
        .isEqualTo(
            """
            Invoice of acme for 2026-06

            unpriced/requests/{request}: Not priced: no subscription at this time
              10 {request} in 1 window: no subscription at this time.
              It costs nothing.

            """);
  }

  @Test
  void aCommitmentSaysWhatItTakesFromWhere() throws IOException {
    PriceBook book = PriceBook.parse("plan.yaml", golden("plan.yaml"), Meters.SHIPPED);
    assertThat(paragraphs(book, "amount: 200, paid: upfront"))
        .contains(
            """
            commitment/2026-05-01/paid (ours): Commitment of 200 USD: paid in advance
              What was promised is paid in advance: 200.00.
              Rounded half-even to 2 places: 200.00 USD.

            commitment/2026-05-01/used (ours): Commitment of 200 USD: used of what was paid in advance
              The month comes to 178.50, and of the 200.00 paid in advance 200.00 are left to be used for it: -178.50.
              Rounded half-even to 2 places: -178.50 USD.

            Total 200.00 USD: 113.00 + 6.90 + 20.00 - 2.69 + 11.10 + 1.69 + 28.50 + 200.00 - 178.50.
            """);
    assertThat(paragraphs(book, "amount: 200, paid: at-end"))
        .contains(
            """
              Of the 200.00 promised, the months came to 178.50; the rest is due: 21.50.
              Rounded half-even to 2 places: 21.50 USD.
            """);
  }

  private static String paragraphs(PriceBook book, String commitment) throws IOException {
    String tenants =
        """
        apiVersion: headroom.dev/v1
        kind: Tenants
        tenants:
          - id: acme
            subscriptions:
              - {book: ours, from: 2026-05-01T00:00:00Z, to: 2026-07-01T00:00:00Z, commitment: {%s}}
        """;
    Map<String, PriceBook> books = Map.of("ours", book);
    Tenant tenant =
        Tenants.parse("tenants.yaml", tenants.formatted(commitment), books, Meters.SHIPPED)
            .find("acme")
            .orElseThrow();
    return new InvoiceSentences(explanation(books, tenant, usage())).text();
  }
}
