package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Commitments over months whose totals are given. */
class CommitmentsTest {
  private static final int ROUNDS = Integer.getInteger("headroom.law.rounds", 500);
  private static final Map<String, PriceBook> BOOKS = Books.named("b");
  private static final YearMonth JANUARY = YearMonth.of(2026, 1);

  private final Map<YearMonth, List<SubscriptionTotal>> rated = new HashMap<>();
  private final Map<YearMonth, IssuedInvoice> issued = new HashMap<>();
  private final List<Adjustments.Entry> adjustments = new ArrayList<>();

  private static Tenant tenant(String commitment) {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Tenants
        tenants:
          - id: acme
            subscriptions:
              - {book: b, from: 2026-01-01T00:00:00Z, to: 2026-04-01T00:00:00Z, commitment: {%s}}
              - {book: b, from: 2026-04-01T00:00:00Z}
        """;
    return Tenants.parse("t.yaml", text.formatted(commitment), BOOKS, Map.of())
        .find("acme")
        .orElseThrow();
  }

  private void month(int month, String total) {
    rated.put(
        YearMonth.of(2026, month),
        List.of(
            new SubscriptionTotal(
                Instant.parse("2026-01-01T00:00:00Z"), new BigDecimal(total), "USD")));
  }

  /** Finalises a month with what it has now. */
  private void finalise(Tenant tenant, int number) {
    YearMonth month = YearMonth.of(2026, number);
    List<InvoiceLine> lines =
        Commitments.of(tenant, rated, issued, adjustments).stream()
            .filter(entry -> entry.month().equals(month))
            .map(Adjustments.Entry::line)
            .toList();
    issued.put(month, new IssuedInvoice("acme", month, Instant.EPOCH, lines, List.of()));
  }

  private List<String> entries(Tenant tenant) {
    return Commitments.of(tenant, rated, issued, adjustments).stream()
        .map(e -> e.month() + " " + e.line().skuId().substring(22) + " " + e.line().billedCost())
        .sorted()
        .toList();
  }

  @Test
  void whatIsPaidInAdvanceIsUsedUpMonthByMonth() {
    Tenant tenant = tenant("amount: 100, paid: upfront");
    month(1, "30.00");
    month(2, "50.55");
    month(3, "40.00");
    month(4, "40.00");
    assertThat(entries(tenant))
        .containsExactly(
            "2026-01 paid 100.00",
            "2026-01 used -30.00",
            "2026-02 used -50.55",
            "2026-03 used -19.45");
    month(1, "-5.00");
    assertThat(entries(tenant))
        .containsExactly("2026-01 paid 100.00", "2026-02 used -50.55", "2026-03 used -40.00");
  }

  @Test
  void aFinalisedMonthStaysAndTheNextOneGoesOnFromIt() {
    Tenant tenant = tenant("amount: 100, paid: upfront");
    month(1, "30.00");
    finalise(tenant, 1);
    month(1, "45.00");
    month(2, "50.00");
    adjustments.add(
        new Adjustments.Entry(
            YearMonth.of(2026, 2),
            ChargeKind.ADJUSTMENT,
            JANUARY,
            new InvoiceLine(
                "acme",
                JANUARY,
                "b",
                "plan",
                "Plan",
                BigDecimal.ONE,
                "mo",
                new BigDecimal("15.00"),
                "USD")));
    assertThat(entries(tenant))
        .containsExactly("2026-01 paid 100.00", "2026-01 used -30.00", "2026-02 used -65.00");
    month(3, "50.00");
    assertThat(entries(tenant)).endsWith("2026-02 used -65.00", "2026-03 used -5.00");
  }

  @Test
  void aMonthThatIsFinalisedBeforeAnEarlierOneHasWhatItsInvoiceSays() {
    Tenant tenant = tenant("amount: 100, paid: upfront");
    month(2, "90.00");
    finalise(tenant, 2);
    month(1, "30.00");
    month(3, "5.00");
    assertThat(entries(tenant))
        .containsExactly("2026-01 used -10.00", "2026-02 paid 100.00", "2026-02 used -90.00");
  }

  @Test
  void whatTheMonthsHaveNotComeToIsDueWithTheLast() {
    Tenant tenant = tenant("amount: 100, paid: at-end");
    month(1, "30.00");
    month(2, "20.00");
    assertThat(entries(tenant)).isEmpty();
    month(3, "10.50");
    assertThat(entries(tenant)).containsExactly("2026-03 missing 39.50");
    finalise(tenant, 3);
    assertThat(entries(tenant)).containsExactly("2026-03 missing 39.50");
    // Usage that comes late is paid as a correction, so less was missing.
    month(2, "25.00");
    assertThat(entries(tenant)).containsExactly("2026-03 missing 39.50", "2026-04 missing -5.00");
    issued.clear();
    month(2, "60.00");
    assertThat(entries(tenant)).isEmpty();
  }

  @Test
  void whatIsMissingIsDueThoughNothingWasUsedInTheLastMonth() {
    Tenant tenant = tenant("amount: 100, paid: at-end");
    month(1, "30.00");
    assertThat(entries(tenant)).isEmpty();
    rated.put(YearMonth.of(2026, 5), List.of());
    assertThat(entries(tenant)).containsExactly("2026-03 missing 70.00");
  }

  @Test
  void whatWasInvoicedStaysWhenTheCommitmentIsTakenOutOfTheFile() {
    month(1, "30.00");
    finalise(tenant("amount: 100, paid: upfront"), 1);
    Tenant without = new Tenant("acme", "acme", List.of());
    assertThat(entries(without)).containsExactly("2026-01 paid 100.00", "2026-01 used -30.00");
  }

  @Test
  void aCorrectionIsPaidByOneOfTwoSubscriptions() {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Tenants
        tenants:
          - id: acme
            subscriptions:
              - {book: b, from: 2026-01-01T00:00:00Z, to: 2026-01-16T00:00:00Z, commitment: {amount: 1000, paid: upfront}}
              - {book: b, from: 2026-01-16T00:00:00Z, commitment: {amount: 1000, paid: upfront}}
        """;
    Tenant tenant = Tenants.parse("t.yaml", text, BOOKS, Map.of()).find("acme").orElseThrow();
    rated.put(
        JANUARY,
        List.of(
            new SubscriptionTotal(
                Instant.parse("2026-01-01T00:00:00Z"), new BigDecimal("10.00"), "USD"),
            new SubscriptionTotal(
                Instant.parse("2026-01-16T00:00:00Z"), new BigDecimal("10.00"), "USD")));
    adjustments.add(
        new Adjustments.Entry(
            JANUARY,
            ChargeKind.ADJUSTMENT,
            JANUARY.minusMonths(1),
            new InvoiceLine(
                "acme",
                JANUARY.minusMonths(1),
                "b",
                "plan",
                "Plan",
                BigDecimal.ONE,
                "mo",
                new BigDecimal("100.00"),
                "USD")));
    assertThat(entries(tenant).stream().filter(entry -> entry.contains("used")))
        .containsExactlyInAnyOrder("2026-01 used -110.00", "2026-01 used -10.00");
  }

  /** All that is paid is the commitment, and what the months come to beyond it. */
  @Test
  void nothingIsPaidTwiceWhateverTheMonthsComeToAndWhicheverAreFinalised() {
    long seed = new Random().nextLong();
    System.out.println("CommitmentsTest: seed " + seed);
    for (int i = 0; i < ROUNDS; i++) {
      Random random = new Random(seed + i);
      rated.clear();
      issued.clear();
      Tenant tenant = tenant("amount: 100, paid: upfront");
      BigDecimal all = BigDecimal.ZERO;
      for (int month = 1; month <= 3; month++) {
        BigDecimal total = BigDecimal.valueOf(random.nextInt(9000), 2);
        all = all.add(total);
        month(month, total.toString());
        if (random.nextBoolean()) {
          finalise(tenant, month);
        }
      }
      BigDecimal entered =
          Commitments.of(tenant, rated, issued, adjustments).stream()
              .map(entry -> entry.line().billedCost())
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(all.add(entered))
          .as("seed %d", seed + i)
          .isEqualByComparingTo(all.max(new BigDecimal("100")));
    }
  }

  @Test
  void anAdjustmentKnowsNothingOfACommitment() {
    Tenant tenant = tenant("amount: 100, paid: upfront");
    month(1, "30.00");
    finalise(tenant, 1);
    assertThat(Adjustments.of(Map.of(JANUARY, List.of()), issued)).isEmpty();
  }

  private static InvoiceLine line(String book, YearMonth month, String sku, String cost) {
    BigDecimal amount = new BigDecimal(cost);
    return new InvoiceLine("acme", month, book, sku, sku, BigDecimal.ONE, "mo", amount, "USD");
  }

  private void adjust(YearMonth month, ChargeKind kind, String book, String cost) {
    YearMonth corrected = JANUARY.minusMonths(1);
    adjustments.add(
        new Adjustments.Entry(month, kind, corrected, line(book, corrected, "plan", cost)));
  }

  private static SubscriptionTotal total(Subscription subscription, String amount) {
    return new SubscriptionTotal(subscription.from(), new BigDecimal(amount), "USD");
  }

  private static Subscription promised(String book, String from, String to) {
    return new Subscription(
        book,
        Instant.parse(from + "T00:00:00Z"),
        Instant.parse(to + "T00:00:00Z"),
        null,
        null,
        null,
        null,
        List.of(),
        new Commitment(Rational.of(1000), Commitment.Paid.UPFRONT),
        List.of());
  }

  private List<String> used(Tenant tenant) {
    return Commitments.of(tenant, rated, issued, adjustments).stream()
        .filter(entry -> entry.line().skuId().endsWith("/used"))
        .map(
            e -> e.month() + " " + e.line().skuId().substring(11, 21) + " " + e.line().billedCost())
        .sorted()
        .toList();
  }

  @Test
  void everyCommitmentTakesTheMonthsAndTheCorrectionsOfItsOwnSubscription() {
    Subscription one = promised("b", "2026-01-01", "2026-01-16");
    Subscription other = promised("c", "2026-01-16", "2027-01-01");
    YearMonth february = JANUARY.plusMonths(1);
    rated.put(JANUARY, List.of(total(one, "10.00"), total(other, "20.00")));
    rated.put(february, List.of(total(other, "5.00")));
    adjust(JANUARY, ChargeKind.ADJUSTMENT, "b", "100.00");
    adjust(JANUARY, ChargeKind.ADJUSTMENT, "c", "200.00");
    adjust(february, ChargeKind.ADJUSTMENT, "c", "400.00");
    adjust(JANUARY, ChargeKind.ADJUSTED, "c", "-300.00");
    assertThat(used(new Tenant("acme", "Acme", List.of(one, other))))
        .containsExactly(
            "2026-01 2026-01-01 -110.00",
            "2026-01 2026-01-16 -220.00",
            "2026-02 2026-01-16 -405.00");
  }

  @Test
  void aCorrectionIsPaidByASubscriptionThatTheMonthHas() {
    Subscription over = promised("b", "2026-01-01", "2026-01-16");
    Subscription now = promised("b", "2026-01-16", "2027-01-01");
    YearMonth february = JANUARY.plusMonths(1);
    rated.put(february, List.of(total(now, "10.00")));
    adjust(february, ChargeKind.ADJUSTMENT, "b", "50.00");
    assertThat(used(new Tenant("acme", "Acme", List.of(over, now))))
        .containsExactly("2026-02 2026-01-16 -60.00");
  }

  @Test
  void ofAFinalisedMonthOnlyTheLinesOfACommitmentAreEntered() {
    InvoiceLine used = line("b", JANUARY, "commitment/2026-01-01/used", "-7.00");
    issued.put(
        JANUARY,
        new IssuedInvoice(
            "acme",
            JANUARY,
            Instant.EPOCH,
            List.of(line("b", JANUARY, "plan", "7.00"), used),
            List.of()));
    assertThat(Commitments.of(tenant("amount: 100, paid: upfront"), rated, issued, adjustments))
        .containsExactly(new Adjustments.Entry(JANUARY, ChargeKind.COMMITMENT, JANUARY, used));
  }
}
