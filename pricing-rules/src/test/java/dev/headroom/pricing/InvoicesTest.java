package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.pricing.sentences.InvoiceSentences;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What credit banks carry from month to month. A unit earns a credit, and pays for an other. */
class InvoicesTest {
  private static final int CASES = 300;
  private static final Map<String, String> METERS = Map.of("units", "{unit}", "others", "{other}");
  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Subscription ALWAYS = new Subscription("b", JANUARY, null);

  private static Map<String, PriceBook> books(String line) {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: PriceBook
        id: b
        name: B
        mode: serverless
        source: this test
        sourceDate: 2026-01-01
        currency: EUR
        lines:
          - {id: others, description: Others, meter: others, unit: "{other}", prices: [{from: 2026-01-01, price: 1}], %s}
          - {id: units, description: Units, meter: units, unit: "{unit}", prices: [{from: 2026-01-01, price: 0}]}
        """;
    return Map.of("b", PriceBook.parse("b.yaml", text.formatted(line), METERS));
  }

  private static String bank(int cap) {
    return "creditBank: {earnedBy: {meter: units, unit: \"{unit}\"}, cap: " + cap + "}";
  }

  private static UsageQuantity used(String meter, String start, int quantity, String... owner) {
    Instant time = Instant.parse(start);
    Map<String, String> dimensions = owner.length == 0 ? Map.of() : Map.of("owner", owner[0]);
    return new UsageQuantity(
        meter,
        time,
        time.plus(Duration.ofHours(1)),
        dimensions,
        BigDecimal.valueOf(quantity),
        METERS.getOrDefault(meter, ""));
  }

  private static Tenant tenant(Subscription... subscriptions) {
    return new Tenant("acme", "Acme", List.of(subscriptions));
  }

  /** What is payable in each month. */
  private static String payable(
      Map<String, PriceBook> books, Tenant tenant, List<UsageQuantity> usage, String... months) {
    StringBuilder text = new StringBuilder();
    SortedMap<YearMonth, Invoice> invoices = Invoices.of(books, tenant, months(months), usage);
    invoices.forEach(
        (month, invoice) ->
            text.append(month).append(' ').append(invoice.totals().get("EUR")).append("; "));
    return text.toString();
  }

  private static SortedSet<YearMonth> months(String... months) {
    return new TreeSet<>(List.of(months).stream().map(YearMonth::parse).toList());
  }

  @Test
  void whatIsSavedIsThereInTheNextMonthAndTheOneAfter() {
    List<UsageQuantity> usage =
        List.of(
            used("units", "2026-01-10T00:00:00Z", 5),
            used("others", "2026-01-11T00:00:00Z", 1),
            used("others", "2026-02-01T00:00:00Z", 3),
            used("others", "2026-03-31T00:00:00Z", 3));
    assertThat(payable(books(bank(100)), tenant(ALWAYS), usage, "2026-01", "2026-02", "2026-03"))
        .isEqualTo("2026-01 0.00; 2026-02 0.00; 2026-03 2.00; ");
  }

  @Test
  void aMonthWithoutUsageKeepsWhatIsSaved() {
    List<UsageQuantity> usage =
        List.of(
            used("units", "2026-01-10T00:00:00Z", 5), used("others", "2026-03-11T00:00:00Z", 9));
    assertThat(payable(books(bank(100)), tenant(ALWAYS), usage, "2026-01", "2026-02", "2026-03"))
        .isEqualTo("2026-01 0.00; 2026-02 null; 2026-03 4.00; ");
    assertThat(payable(books(bank(100)), tenant(ALWAYS), usage, "2026-01", "2026-03"))
        .isEqualTo("2026-01 0.00; 2026-03 4.00; ");
  }

  @ParameterizedTest
  @CsvSource({"2027-01, 4.00", "2027-02, 9.00"})
  void afterMonthsThatNeverBeganTheBankIsEmpty(String month, String payable) {
    List<UsageQuantity> usage =
        List.of(
            used("units", "2026-01-10T00:00:00Z", 5), used("others", month + "-11T00:00:00Z", 9));
    assertThat(payable(books(bank(100)), tenant(ALWAYS), usage, "2026-01", month))
        .isEqualTo("2026-01 0.00; " + month + " " + payable + "; ");
  }

  @Test
  void theCapHoldsForWhatIsCarriedOver() {
    List<UsageQuantity> usage =
        List.of(
            used("units", "2026-01-10T00:00:00Z", 5),
            used("units", "2026-02-01T00:00:00Z", 5),
            used("others", "2026-02-02T00:00:00Z", 9));
    assertThat(payable(books(bank(7)), tenant(ALWAYS), usage, "2026-01", "2026-02"))
        .isEqualTo("2026-01 0.00; 2026-02 2.00; ");
  }

  @Test
  void creditsMayExpireWithTheMonth() {
    String expiring = bank(100).replace("}, cap", "}, expires: month, cap");
    List<UsageQuantity> usage =
        List.of(
            used("units", "2026-01-10T00:00:00Z", 5), used("others", "2026-02-11T00:00:00Z", 3));
    assertThat(payable(books(expiring), tenant(ALWAYS), usage, "2026-01", "2026-02"))
        .isEqualTo("2026-01 0.00; 2026-02 3.00; ");
  }

  @Test
  void anotherSubscriptionBeginsWithAnEmptyBank() {
    Instant february = Instant.parse("2026-02-01T00:00:00Z");
    Tenant tenant =
        tenant(new Subscription("b", JANUARY, february), new Subscription("b", february, null));
    List<UsageQuantity> usage =
        List.of(
            used("units", "2026-01-10T00:00:00Z", 5), used("others", "2026-02-11T00:00:00Z", 3));
    assertThat(payable(books(bank(100)), tenant, usage, "2026-01", "2026-02"))
        .isEqualTo("2026-01 0.00; 2026-02 3.00; ");
    assertThat(Invoice.of(books(bank(100)), tenant, YearMonth.parse("2026-01"), usage).banks())
        .isEmpty();
  }

  @Test
  void eachPositionHasABankOfItsOwn() {
    String each = bank(100) + ", each: [owner], scope: each";
    List<UsageQuantity> usage =
        List.of(
            used("units", "2026-01-10T00:00:00Z", 5, "b"),
            used("units", "2026-01-10T00:00:00Z", 1, "a"),
            used("others", "2026-02-11T00:00:00Z", 3, "a"),
            used("others", "2026-02-11T00:00:00Z", 3, "b"));
    assertThat(payable(books(each), tenant(ALWAYS), usage, "2026-01", "2026-02"))
        .isEqualTo("2026-01 0.00; 2026-02 2.00; ");
    assertThat(Invoice.of(books(each), tenant(ALWAYS), YearMonth.parse("2026-01"), usage).banks())
        .containsExactly(
            BankBalance.of(JANUARY, "b", "others", Map.of("owner", "a"), Rational.ONE),
            BankBalance.of(JANUARY, "b", "others", Map.of("owner", "b"), Rational.of(5)));
  }

  @Test
  void onlyBanksThatDoNotExpireChainTheMonths() {
    Tenant buyer = tenant(ALWAYS);
    assertThat(Invoices.areChained(books(bank(9)), buyer)).isTrue();
    assertThat(Invoices.areChained(books(bank(9)), tenant())).isFalse();
    assertThat(Invoices.areChained(books("maximum: 9"), buyer)).isFalse();
    String expiring = bank(9).replace("}, cap", "}, expires: month, cap");
    assertThat(Invoices.areChained(books(expiring), buyer)).isFalse();
  }

  @Test
  void aBankHoldsMoreThanNothing() {
    assertThatThrownBy(() -> BankBalance.of(JANUARY, "b", "others", Map.of(), Rational.ZERO))
        .hasMessage("a bank cannot hold 0");
  }

  @Test
  void theExplanationSaysWhatWasCarriedOver() {
    List<UsageQuantity> usage =
        List.of(
            used("units", "2026-01-10T00:00:00Z", 5),
            used("units", "2026-02-01T00:00:00Z", 2),
            used("others", "2026-02-02T00:00:00Z", 9));
    YearMonth february = YearMonth.parse("2026-02");
    List<InvoiceExplanation> explained =
        InvoiceExplanation.of(
            books(bank(100)),
            tenant(ALWAYS),
            months("2026-01", "2026-02"),
            usage,
            february::equals);
    assertThat(explained).hasSize(1);
    assertThat(new InvoiceSentences(explained.get(0)).text())
        .contains("The bank held 5 {other} and earned 2 {other}");
  }

  /** However many windows, and wherever a month ends in between. */
  @Test
  void monthsTogetherPriceWhatOneLongRunWould() {
    long seed = new Random().nextLong();
    System.out.println("InvoicesTest: seed " + seed);
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      int cap = 1 + random.nextInt(40);
      List<UsageQuantity> usage = usage(random);
      SortedMap<YearMonth, BigDecimal> expected = oneRun(usage, cap);
      SortedMap<YearMonth, BigDecimal> priced = new TreeMap<>();
      Collection<Invoice> invoices =
          Invoices.of(
                  books(bank(cap)), tenant(ALWAYS), months("2026-01", "2026-02", "2026-03"), usage)
              .values();
      for (Invoice invoice : invoices) {
        invoice.lines().stream()
            .filter(line -> line.skuId().equals("others"))
            .filter(line -> line.pricingQuantity().signum() != 0)
            .forEach(line -> priced.put(line.month(), line.pricingQuantity()));
      }
      assertThat(priced).as("seed %d", seed + i).isEqualTo(expected);
    }
  }

  private static List<UsageQuantity> usage(Random random) {
    List<UsageQuantity> usage = new ArrayList<>();
    for (int row = random.nextInt(40); row >= 0; row--) {
      Instant start = JANUARY.plus(Duration.ofHours(random.nextInt(24 * 90)));
      String meter = random.nextBoolean() ? "units" : "others";
      if (usage.stream().noneMatch(u -> u.meter().equals(meter) && u.windowStart().equals(start))) {
        usage.add(used(meter, start.toString(), random.nextInt(20)));
      }
    }
    return usage;
  }

  private static SortedMap<YearMonth, BigDecimal> oneRun(List<UsageQuantity> usage, int cap) {
    SortedMap<Instant, long[]> windows = new TreeMap<>(Comparator.naturalOrder());
    for (UsageQuantity row : usage) {
      long[] window = windows.computeIfAbsent(row.windowStart(), start -> new long[2]);
      window[row.meter().equals("units") ? 0 : 1] += row.quantity().longValueExact();
    }
    SortedMap<YearMonth, BigDecimal> priced = new TreeMap<>();
    long saved = 0;
    for (Map.Entry<Instant, long[]> window : windows.entrySet()) {
      saved = Math.min(cap, saved + window.getValue()[0]);
      long spent = Math.min(saved, window.getValue()[1]);
      saved -= spent;
      long left = window.getValue()[1] - spent;
      if (left > 0) {
        YearMonth month = YearMonth.parse(window.getKey().toString().substring(0, 7));
        priced.merge(month, BigDecimal.valueOf(left).setScale(9), BigDecimal::add);
      }
    }
    return priced;
  }
}
