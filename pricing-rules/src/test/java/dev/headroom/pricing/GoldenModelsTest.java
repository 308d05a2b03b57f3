package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Price models with worked examples, in golden-models.yaml. */
class GoldenModelsTest {
  private static final Map<String, String> METERS =
      Map.of("units", "{unit}", "others", "{other}", "thirds", "{third}");
  private static final String HEAD =
      """
      {"apiVersion": "headroom.dev/v1", "kind": "PriceBook", "id": "golden", "name": "Golden",
       "mode": "serverless", "source": "golden-models.yaml", "sourceDate": "2026-01-01",
       "currency": "USD"}
      """;

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    try (InputStream in = GoldenModelsTest.class.getResourceAsStream("golden-models.yaml")) {
      List<DynamicTest> tests = new ArrayList<>();
      JsonNode last = new ObjectMapper().createObjectNode();
      for (JsonNode one : new YAMLMapper().readTree(in)) {
        JsonNode book = one.has("book") ? one.path("book") : last;
        tests.add(dynamicTest(one.path("case").asText(), () -> check(one, book)));
        last = book;
      }
      return tests.stream();
    }
  }

  private static void check(JsonNode one, JsonNode own) throws IOException {
    ObjectNode text = (ObjectNode) new ObjectMapper().readTree(HEAD);
    text.setAll((ObjectNode) own);
    PriceBook book =
        PriceBook.parse("golden.yaml", new YAMLMapper().writeValueAsString(text), METERS);
    YearMonth month = YearMonth.parse(one.path("month").asText("2026-06"));
    LocalDate from = LocalDate.parse(one.path("from").asText(month.atDay(1).toString()));
    BillingPeriod period = new BillingPeriod(month, from, month.plusMonths(1).atDay(1));
    List<UsageQuantity> usage = usage(one.path("usage"), period);

    RatedPeriod rated = Rating.rate("acme", book, period, usage);

    Map<String, BigDecimal> billed = new HashMap<>();
    rated.lines().forEach(line -> billed.put(line.skuId(), line.billedCost()));
    Map<String, BigDecimal> expected = new HashMap<>();
    one.path("charges")
        .properties()
        .forEach(e -> expected.put(e.getKey(), new BigDecimal(e.getValue().asText()).setScale(2)));
    assertThat(billed).isEqualTo(expected);
    assertThat(rated.total()).isEqualByComparingTo(one.path("invoice").asText());
    for (InvoiceLine line : rated.lines()) {
      assertThat(
              rated.charges().stream()
                  .filter(charge -> charge.skuId().equals(line.skuId()))
                  .map(Charge::billedCost)
                  .reduce(BigDecimal.ZERO, BigDecimal::add))
          .as(line.skuId())
          .isEqualByComparingTo(line.billedCost());
    }
    List<UsageQuantity> shuffled = new ArrayList<>(usage);
    Collections.shuffle(shuffled, new Random(1));
    assertThat(Rating.rate("acme", book, period, shuffled)).isEqualTo(rated);
    explained(book, period, usage);
  }

  /** What is said of the invoice adds up to it. */
  private static void explained(PriceBook book, BillingPeriod period, List<UsageQuantity> usage) {
    Map<String, PriceBook> books = Map.of(book.id(), book);
    Subscription subscription = new Subscription(book.id(), period.start(), null);
    Tenant tenant = new Tenant("acme", "Acme", List.of(subscription));
    YearMonth month = period.month();
    List<InvoiceExplanation> explanations =
        InvoiceExplanation.of(books, tenant, new TreeSet<>(List.of(month)), usage, month::equals);
    new ExplanationProof(explanations.get(0), Invoice.of(books, tenant, month, usage))
        .check(List.of());
  }

  private static List<UsageQuantity> usage(JsonNode rows, BillingPeriod period) {
    List<UsageQuantity> usage = new ArrayList<>();
    Instant start = period.start();
    for (JsonNode row : rows) {
      Instant end = start.plusSeconds(3600L * row.path("hours").asInt(1));
      Map<String, String> dimensions = new HashMap<>();
      row.path("dimensions")
          .properties()
          .forEach(e -> dimensions.put(e.getKey(), e.getValue().asText()));
      for (Map.Entry<String, String> meter : METERS.entrySet()) {
        if (row.has(meter.getKey())) {
          BigDecimal quantity = new BigDecimal(row.path(meter.getKey()).asText());
          usage.add(
              new UsageQuantity(
                  meter.getKey(), start, end, dimensions, quantity, meter.getValue()));
        }
      }
      start = end;
    }
    return usage;
  }
}
