package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.request;
import static dev.headroom.aggregation.stack.Otlp.used;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.pricing.BegunMonths;
import dev.headroom.pricing.Charge;
import dev.headroom.pricing.Commitments;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.Invoices;
import dev.headroom.pricing.PublishedBook;
import dev.headroom.pricing.SubscriptionTotal;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The law of streamed charges: whatever usage comes in whatever order, and whatever book is
 * published in between, they add up to the invoices over the usage there is, with what commitments
 * add to them; the seed is printed.
 */
@ExtendWith(StackExtension.class)
class JobRatingModelTest {
  private static final int STEPS = 8;
  private static final int PER_MINUTE = 100;
  private static final Instant APRIL = Instant.parse("2025-04-01T00:00:00Z");
  private static final int MINUTES_TO_APRIL = 45_000;

  /** April has begun once anybody has used something in it: here globex, which buys nothing. */
  private boolean hasAprilBegun;

  private final Map<String, Integer> requests = new HashMap<>();
  private final Map<String, Integer> seconds = new HashMap<>();

  private static String tenants(Random random) {
    String end = random.nextBoolean() ? "to: 2025-04-0" + (1 + random.nextInt(9)) : "";
    return """
        apiVersion: headroom.dev/v1
        kind: Tenants
        tenants:
          - id: umbrella
            subscriptions:
              - {book: random, from: 2025-01-01T00:00:00Z, to: 2025-03-03T00:00:00Z, edition: small%s}
              - {book: random, from: 2025-03-03T00:00:00Z%s, edition: large, invoice: [{id: rebate, description: Rebate, credit: 7}]%s}
        """
        .formatted(
            commitment(random, true),
            end.isEmpty() ? "" : ", " + end + "T00:00:00Z",
            commitment(random, !end.isEmpty()));
  }

  private static String commitment(Random random, boolean hasEnd) {
    String paid = hasEnd && random.nextBoolean() ? "at-end" : "upfront";
    return random.nextInt(4) == 0
        ? ""
        : ", commitment: {amount: %d.%d, paid: %s}"
            .formatted(1 + random.nextInt(4000), random.nextInt(100), paid);
  }

  private static String tiers(Random random) {
    int first = 1 + random.nextInt(50_000);
    return "tiers: [{upTo: %d, price: %d/9000}, {upTo: %d, price: %d/7000, fee: %d}, {price: %d/8000}]"
        .formatted(
            first,
            random.nextInt(99),
            first + 1 + random.nextInt(200_000),
            random.nextInt(99),
            random.nextInt(5),
            random.nextInt(99));
  }

  private static String book(Random random) {
    return """
        apiVersion: headroom.dev/v1
        kind: PriceBook
        id: random
        name: Random
        mode: serverless
        source: random
        sourceDate: 2025-01-01
        currency: EUR
        lines:
          - id: requests
            description: Requests
            meter: requests
            unit: "{request}"
            evenIfUnused: %s
            maximum: %d
            prices:
              - {from: 2025-01-01, model: %s, %s}
              - {from: 2025-03-02, allowance: %d, pack: %d, %s}
          - id: daily
            description: CPU by the day
            meter: cpu.used
            unit: min
            cycle: day
            allowanceOf: {meter: requests, unit: "{request}", times: 1/%d}
            prices:
              - {from: 2025-01-01, only: {edition: small}, price: 0.0%d}
              - {from: 2025-01-01, only: {edition: large}, %s}
          - id: both
            description: The greater of both
            combine: greatest
            meters: [{meter: requests, unit: "{request}"}, {meter: cpu.used, unit: s, times: %d}]
            quantity: [{roundUpTo: %d}]
            as: "{unit}"
            creditBank: {earnedBy: {meter: cpu.used, unit: s}, cap: %d}
            prices: [{from: 2025-01-01, price: 1/%d}]
        invoice:
          - {id: partner, description: Partner discount, discount: %d, of: [daily, both]}
          - {id: least, description: Minimum of a month, minimum: %d}
          - {id: vat, description: VAT, tax: 19}
        """
        .formatted(
            random.nextBoolean(),
            100 + random.nextInt(1000),
            random.nextBoolean() ? "volume" : "graduated",
            tiers(random).replaceFirst("price", "fee: 3, price"),
            random.nextInt(9000),
            1 + random.nextInt(3000),
            tiers(random),
            1 + random.nextInt(50),
            random.nextInt(9),
            tiers(random),
            1 + random.nextInt(3),
            1 + random.nextInt(4000),
            1 + random.nextInt(20_000),
            100 + random.nextInt(900),
            random.nextInt(100),
            random.nextInt(300));
  }

  /**
   * A counter that goes on from where it was, or a new one over time that is long rated; one of
   * them began in April.
   */
  private void use(JobFixture fixture, Random random) {
    boolean isRequests = random.nextBoolean();
    Map<String, Integer> reached = isRequests ? requests : seconds;
    int number = random.nextInt(4);
    String resource = "resource-" + number;
    int to = reached.getOrDefault(resource, 0) + 1 + random.nextInt(2000);
    reached.put(resource, to);
    String metric = isRequests ? "headroom.requests" : "container.cpu.time";
    String unit = isRequests ? "{request}" : "s";
    if (number == 3) {
      Instant end = APRIL.plusSeconds(60L * to);
      double amount = (double) to * PER_MINUTE;
      fixture.send("umbrella", 1, request(used(resource, metric, unit, APRIL, end, amount)));
    } else {
      fixture.send("umbrella", 2, request(counter(resource, metric, unit, PER_MINUTE, to - 1, to)));
    }
  }

  private void beginApril(JobFixture fixture) {
    hasAprilBegun = true;
    int to = MINUTES_TO_APRIL + 1;
    fixture.send(
        "globex",
        2,
        request(counter("april", "headroom.requests", "{request}", PER_MINUTE, to - 1, to)));
  }

  private static String total(Map<String, Integer> minutes) {
    return "" + minutes.values().stream().mapToLong(to -> (long) to * PER_MINUTE).sum();
  }

  @ParameterizedTest
  @EnumSource(StateBackend.class)
  void chargesAddUpToTheInvoiceWhateverComes(StateBackend backend, EmbeddedStack stack)
      throws Exception {
    long seed = new Random().nextLong();
    System.out.println("JobRatingModelTest: seed " + seed);
    Random random = new Random(seed);
    try (JobFixture fixture = stack.fixture()) {
      AggregationJobConfig config = fixture.config(backend, tenants(random), book(random));
      PublishedBook published =
          new PublishedBook("random", 0, config.prices().books().get(0).text());
      try (RunningJob job = JobRunner.start(config)) {
        for (int step = 0; step < STEPS; step++) {
          if (step > 0 && random.nextInt(3) == 0) {
            published = new PublishedBook("random", published.version() + 1, book(random));
            fixture.send(
                new ProducerRecord<>(
                    fixture.kafka().priceBooksTopic(),
                    published.key().getBytes(UTF_8),
                    published.text().getBytes(UTF_8)));
          } else if (!hasAprilBegun && random.nextInt(3) == 0) {
            beginApril(fixture);
          } else {
            use(fixture, random);
          }
          assertBilled(fixture, config.prices(), published);
        }
        assertThat(job.failure()).isEmpty();
      }
    }
  }

  private void assertBilled(JobFixture fixture, PriceFiles files, PublishedBook published) {
    fixture.awaitRows(
        "SELECT toInt64(sumIf(quantity, meter = 'requests' AND tenant_id = 'umbrella')),"
            + " toInt64(sumIf(quantity, meter = 'cpu.used' AND tenant_id = 'umbrella')),"
            + " least(countIf(tenant_id = 'globex'), 1) FROM usage",
        total(requests) + "|" + total(seconds) + "|" + (hasAprilBegun ? 1 : 0));
    List<UsageQuantity> usage =
        fixture
            .rows(
                "SELECT meter, toUnixTimestamp(window_start), toUnixTimestamp(window_end),"
                    + " toString(quantity), unit FROM usage WHERE tenant_id = 'umbrella'")
            .stream()
            .map(row -> quantity(row.split("\\|", -1)))
            .toList();
    PriceFiles.Prices prices = files.parse(List.of(published));
    Tenant tenant = prices.tenants().find("umbrella").orElseThrow();
    SortedSet<YearMonth> months = begun(fixture).of(tenant);
    List<Invoice> invoices =
        List.copyOf(Invoices.of(prices.books(), tenant, months, usage).values());
    Map<String, BigDecimal> lines = lines(tenant, invoices);
    months.forEach(month -> assertThat(lines).containsKey(month + " least"));
    fixture.awaitRows(
        "SELECT concat(formatDateTime(period, '%Y-%m'), ' ', sku_id) AS line, toString(billed_cost)"
            + " FROM invoice_line WHERE billed_cost != 0 AND tenant_id = 'umbrella' ORDER BY line",
        lines.entrySet().stream()
            .filter(line -> line.getValue().signum() != 0)
            .map(line -> line.getKey() + "|" + text(line.getValue()))
            .sorted()
            .toArray(String[]::new));
    assertParts(fixture, invoices);
  }

  /** Every charge has the unit prices that it has now, also if it was sent with others. */
  private static void assertParts(JobFixture fixture, List<Invoice> invoices) {
    fixture.awaitRows(
        "SELECT concat(sku_id, ' ', kind, ' ', toString(toUnixTimestamp(charge_start)), ' ',"
            + " toString(parts)) AS row FROM charges WHERE notEmpty(parts)"
            + " AND tenant_id = 'umbrella' ORDER BY row",
        invoices.stream()
            .flatMap(invoice -> invoice.charges().stream())
            .filter(charge -> !charge.parts().isEmpty())
            .map(JobRatingModelTest::withParts)
            .sorted()
            .toArray(String[]::new));
  }

  private static String withParts(Charge charge) {
    return charge.parts().stream()
        .map(
            part ->
                "('%s',%d,%s,%s,%s,%s)"
                    .formatted(
                        part.kind().name().toLowerCase(Locale.ROOT),
                        part.tier(),
                        text(part.unitPrice()),
                        text(part.quantity()),
                        text(part.used()),
                        text(part.cost())))
        .collect(
            Collectors.joining(
                ",",
                "%s %s %d ["
                    .formatted(
                        charge.skuId(),
                        charge.kind().name().toLowerCase(Locale.ROOT),
                        charge.chargePeriodStart().getEpochSecond()),
                "]"));
  }

  private static BegunMonths begun(JobFixture fixture) {
    return BegunMonths.of(
        fixture.rows("SELECT DISTINCT toString(toDate(window_start, 'UTC')) FROM usage").stream()
            .map(LocalDate::parse)
            .toList());
  }

  /** What the lines of all months together come to, by month and SKU. */
  private static Map<String, BigDecimal> lines(Tenant tenant, List<Invoice> invoices) {
    Map<String, BigDecimal> lines = new HashMap<>();
    Map<YearMonth, List<SubscriptionTotal>> committed = new HashMap<>();
    for (Invoice invoice : invoices) {
      invoice.lines().forEach(line -> add(lines, invoice.month(), line));
      committed.put(invoice.month(), invoice.committed());
    }
    Commitments.of(tenant, committed, Map.of(), List.of())
        .forEach(entry -> add(lines, entry.month(), entry.line()));
    return lines;
  }

  private static void add(Map<String, BigDecimal> lines, YearMonth month, InvoiceLine line) {
    lines.merge(month + " " + line.skuId(), line.billedCost(), BigDecimal::add);
  }

  private static String text(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }

  private static UsageQuantity quantity(String[] row) {
    return new UsageQuantity(
        row[0],
        Instant.ofEpochSecond(Long.parseLong(row[1])),
        Instant.ofEpochSecond(Long.parseLong(row[2])),
        Map.of(),
        new BigDecimal(row[3]),
        row[4]);
  }
}
