package dev.headroom.pricing;

import dev.headroom.pricing.sentences.InvoiceSentences;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Explanations of one month of a tenant, and what is said of them; whole ones are in {@link
 * ExplanationGoldenTest}.
 */
final class Explained {
  static final YearMonth JUNE = YearMonth.of(2026, 6);
  static final Instant JUNE_1 = Instant.parse("2026-06-01T00:00:00Z");
  private static final Map<String, String> METERS =
      Map.of("cpu", "{cpu}", "memory", "GBy", "main", "{cpu}");

  static PriceBook book(String lines) {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: PriceBook
        id: ours
        name: Ours
        mode: serverless
        source: this test
        sourceDate: 2026-01-01
        currency: USD
        lines:
        %s
        """;
    return PriceBook.parse("ours.yaml", text.formatted(lines), METERS);
  }

  static UsageQuantity used(
      String meter, int hour, String quantity, Map<String, String> dimensions) {
    Instant start = JUNE_1.plusSeconds(3600L * hour);
    return new UsageQuantity(
        meter,
        start,
        start.plusSeconds(3600),
        dimensions,
        new BigDecimal(quantity),
        METERS.getOrDefault(meter, "{other}"));
  }

  static InvoiceExplanation explanation(
      String lines, Subscription subscription, UsageQuantity... usage) {
    return InvoiceExplanation.of(
            Map.of("ours", book(lines)),
            new Tenant("acme", "Acme", List.of(subscription)),
            new TreeSet<>(List.of(JUNE)),
            List.of(usage),
            JUNE::equals)
        .get(0);
  }

  static InvoiceExplanation explanation(String lines, UsageQuantity... usage) {
    return explanation(lines, new Subscription("ours", Instant.EPOCH, null), usage);
  }

  static String text(String lines, UsageQuantity... usage) {
    return new InvoiceSentences(explanation(lines, usage)).text();
  }

  /** One use of each of so many clusters, the later ones larger; names in the order of the size. */
  static UsageQuantity[] clusters(int number) {
    List<UsageQuantity> usage = new ArrayList<>();
    for (int i = 1; i <= number; i++) {
      usage.add(used("cpu", 0, Integer.toString(i), Map.of("cluster", "c" + i)));
    }
    return usage.toArray(UsageQuantity[]::new);
  }

  private Explained() {}
}
