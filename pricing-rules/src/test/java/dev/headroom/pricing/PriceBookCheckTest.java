package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.meter.WindowLength;
import dev.headroom.usage.yaml.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceBookCheckTest {
  private static final String HEAD =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: bad
      name: Bad
      mode: serverless
      source: this test
      sourceDate: 2026-01-01
      """;

  private static List<String> check(String text) {
    return PriceBooks.check(Map.of("bad.yaml", text), Meters.SHIPPED, Map.of()).stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void everythingThatDoesNotFitIsReportedAtOnce() {
    assertThat(
            check(
                HEAD
                    + """
                    currency: USX
                    lines:
                      - id: a
                        description: A
                        meter: cpu.burned
                        unit: h
                        prices:
                          - {from: 2026-01-01, to: 2026-02-01, price: 1}
                          - {from: 2026-03-01, price: 1}
                      - id: b
                        description: B
                        meter: cpu.used
                        unit: GiBy.h
                        prices:
                          - {from: 2026-01-01, to: 2026-03-01, price: 1}
                          - {from: 2026-02-01, price: 1}
                      - id: a
                        description: Tiers
                        meter: storage.used
                        unit: GiBy.mo
                        prorate: days
                        prices:
                          - from: 2026-01-01
                            tiers: [{upTo: 10, price: 1}, {price: 2}, {upTo: 10, price: 3}]
                          - {from: 2025-01-01, to: 2025-01-01}
                      - id: fee
                        description: Fee
                        prices:
                          - {from: 2026-01-01, allowance: 1, tiers: [{price: 1}]}
                      - id: u
                        description: Unit
                        meter: requests
                        unit: parsec
                        prices: [{from: 2026-01-01, price: 1, tiers: [{price: 1}]}]
                      - id: m
                        description: Month
                        meter: requests
                        unit: "{request}"
                        month: 730h
                        prices: [{from: 2026-01-01, price: 1}]
                    """))
        .containsExactly(
            "bad.yaml:8:11: 'USX' is not a currency of ISO 4217",
            "bad.yaml:12:12: unknown meter 'cpu.burned'; known meters: cpu.licensed, cpu.reserved,"
                + " cpu.used, memory.used, network.transmit, requests, storage.used",
            "bad.yaml:16:16: gap of dates: the price before ends 2026-02-01",
            "bad.yaml:20:11: unit 'GiBy.h' cannot be converted from 's', the unit of meter"
                + " 'cpu.used'",
            "bad.yaml:23:16: overlap of dates: the price before ends 2026-03-01",
            "bad.yaml:24:9: line 'a' is given twice",
            "bad.yaml:27:11: unit 'GiBy.mo' needs the key month: calendar, or hours such as 730h",
            "bad.yaml:28:5: prorate is for a fee: a line without a meter",
            "bad.yaml:31:39: only the last tier may be open; this one needs upTo",
            "bad.yaml:31:58: the last tier must be open, without upTo: usage beyond has no price",
            "bad.yaml:31:58: upTo 10 overlaps what is before it, expected more than 10",
            "bad.yaml:32:9: expected either price or tiers",
            "bad.yaml:32:16: from 2025-01-01 is not after 2026-01-01, the price before",
            "bad.yaml:32:32: to 2025-01-01 is not after from 2025-01-01",
            "bad.yaml:36:28: allowance is for a line with a meter",
            "bad.yaml:36:42: tiers is for a line with a meter",
            "bad.yaml:40:11: 'parsec' is not a unit such as s, h, {cpu}.h, By, GiBy.h, GBy.mo,"
                + " MBy/s, {request} or 10*6.{request}",
            "bad.yaml:41:14: expected either price or tiers",
            "bad.yaml:46:5: no unit has mo, so there is no month to state");
  }

  @Test
  void theSchemaRefusesImpossiblePricesAndUnknownKeys() {
    assertThat(
            check(
                HEAD
                    + """
                    currency: USD
                    discount: 5
                    lines:
                      - id: Fee!
                        description: Fee
                        unit: h
                        prices:
                          - {from: 2026-02-30, price: -1}
                          - {from: 2026-03-01, price: 1/0}
                          - {from: 2026-04-01, price: cheap}
                    """))
        .containsExactly(
            "bad.yaml:9:1: unknown key 'discount'; known keys: apiVersion, kind, id, name, mode,"
                + " source, sourceDate, currency, rounding, meters, lines, invoice",
            "bad.yaml:11:5: lines[0]: missing key 'meter'",
            "bad.yaml:11:9: id: 'Fee!' is not valid, expected lower-case letters, digits, '-' and"
                + " '.', at most 63",
            "bad.yaml:15:16: from: '2026-02-30' is not valid, expected a date (UTC) such as"
                + " 2026-01-01",
            "bad.yaml:15:35: price: expected at least 0, found -1",
            "bad.yaml:16:35: price: '1/0' is not valid, expected a decimal or a fraction that is not"
                + " negative and below 10^12, such as 0.12 or \"1/3\"",
            "bad.yaml:17:35: price: 'cheap' is not valid, expected a decimal or a fraction that is"
                + " not negative and below 10^12, such as 0.12 or \"1/3\"");
  }

  @Test
  void stepsThatDoNotFitAreReportedAtOnce() {
    assertThat(
            check(
                HEAD
                    + """
                    currency: USD
                    lines:
                      - id: a
                        description: A
                        meter: cpu.used
                        unit: h
                        each: [region]
                        quantity: [{lookup: size, factors: {M: 1}, otherwise: 0}, {times: 2, atLeast: 1}]
                        as: parsec
                        scope: each
                        evenIfUnused: true
                        prices:
                          - {from: 2026-01-01, price: 1, model: volume}
                      - id: fee
                        description: Fee
                        prices: [{from: 2026-01-01, pack: 2, price: 1}]
                    invoice:
                      - {id: off, description: Off, discount: 5, of: [a, b, vat]}
                      - {id: vat, description: VAT, tax: 20}
                      - {id: a, description: Twice, minimum: 5, maximum: 6}
                      - {id: late, description: Late, credit: 1, of: [a]}
                      - {id: share, description: Share, share: [{upTo: 9, percent: 1}, {upTo: 8, percent: 2}, {percent: 3}, {percent: 4}]}
                    """))
        .containsExactly(
            "bad.yaml:15:25: 'size' is not among the dimensions kept apart (each)",
            "bad.yaml:15:63: expected exactly one of times, lookup, atLeast, atMost, roundUpTo, found"
                + " 2",
            "bad.yaml:16:9: 'parsec' is not a unit such as s, h, {cpu}.h, By, GiBy.h, GBy.mo, MBy/s,"
                + " {request} or 10*6.{request}",
            "bad.yaml:18:5: no first tier has a fee that could be due if nothing is used",
            "bad.yaml:18:5: what is not used has no dimensions and no hours: expected the scope pooled"
                + " and the cycle month",
            "bad.yaml:20:38: model says what tiers mean, and there are none",
            "bad.yaml:23:33: pack is for a line with a meter",
            "bad.yaml:25:54: 'b' is no line or step before this one; those are a, fee",
            "bad.yaml:25:57: 'vat' is no line or step before this one; those are a, fee",
            "bad.yaml:27:5: expected exactly one of discount, credit, minimum, maximum, waiveBelow,"
                + " share, tax, found 2",
            "bad.yaml:27:5: taxes come last: this step would change what has been taxed",
            "bad.yaml:27:10: 'a' is given twice",
            "bad.yaml:28:5: taxes come last: this step would change what has been taxed",
            "bad.yaml:28:50: of is for a discount or a tax",
            "bad.yaml:29:5: taxes come last: this step would change what has been taxed",
            "bad.yaml:29:75: upTo 8 overlaps what is before it, expected more than 9",
            "bad.yaml:29:91: the last range, and only the last, is open: without upTo");
  }

  @Test
  void theSchemaRefusesImpossibleSteps() {
    assertThat(
            check(
                HEAD
                    + """
                    currency: USD
                    lines:
                      - id: a
                        description: A
                        meter: cpu.used
                        unit: h
                        scope: each
                        as: h
                        quantity: [{roundUpTo: 0}, {lookup: size}, {}]
                        prices: [{from: 2026-01-01, price: 1, pack: "0/5"}]
                    invoice:
                      - {id: vat, description: VAT, tax: 101}
                      - {id: off, discount: -1}
                      - {id: of, description: Of, credit: 1, of: [a], least: 5}
                    """))
        .containsExactly(
            "bad.yaml:10:5: lines[0]: missing key 'each'",
            "bad.yaml:16:28: roundUpTo: expected more than 0, found 0",
            "bad.yaml:16:32: quantity[1]: missing key 'factors'",
            "bad.yaml:16:48: quantity[2]: expected at least 1 entries",
            "bad.yaml:17:49: pack: '0/5' is not valid, expected a decimal or a fraction above zero,"
                + " such as 0.12 or \"1/3\"",
            "bad.yaml:19:38: tax: expected at most 100, found 101",
            "bad.yaml:20:5: invoice[1]: missing key 'description'",
            "bad.yaml:20:25: discount: expected at least 0, found -1",
            "bad.yaml:21:5: invoice[2]: missing key 'share'");
  }

  @Test
  void metersThatDoNotFitTogetherAreReportedAtOnce() {
    assertThat(
            check(
                HEAD
                    + """
                    currency: USD
                    meters: {cpu.used: h, tokens: "{token}", idle: s, odd: parsec}
                    lines:
                      - id: both
                        description: Both
                        meter: cpu.used
                        unit: h
                        over: max
                        combine: sum
                        meters:
                          - {meter: cpu.used, unit: GBy}
                          - {meter: nothing, unit: h}
                        as: "{x}"
                        allowanceOf: {meter: tokens, unit: "{token}"}
                        creditBank: {earnedBy: {meter: tokens, unit: "{token}.mo"}, cap: 1}
                        prices: [{from: 2026-01-01, price: 1}]
                      - id: fee
                        description: Fee
                        over: max
                        cycle: day
                        prices: [{from: 2026-01-01, price: 1}]
                      - id: named
                        description: Named
                        meter: odd
                        unit: s
                        as: h
                        prices: [{from: 2026-01-01, price: 1}]
                      - id: months
                        description: Months
                        combine: sum
                        as: h
                        month: 730h
                        meters: [{meter: tokens, unit: "{token}"}, {meter: tokens, unit: "{token}"}]
                        prices: [{from: 2026-01-01, price: 1}]
                    """))
        .containsExactly(
            "bad.yaml:9:20: meter 'cpu.used' is in 's', as it is metered",
            "bad.yaml:9:42: no line is for meter 'idle'",
            "bad.yaml:9:56: 'parsec' is not a unit such as s, h, {cpu}.h, By, GiBy.h, GBy.mo, MBy/s,"
                + " {request} or 10*6.{request}",
            "bad.yaml:15:5: what is earned is taken from a sum, not from a maximum",
            "bad.yaml:17:5: expected either meter or meters",
            "bad.yaml:18:33: unit 'GBy' cannot be converted from 's', the unit of meter 'cpu.used'",
            "bad.yaml:19:17: unknown meter 'nothing'; known meters: cpu.licensed, cpu.reserved,"
                + " cpu.used, idle, memory.used, network.transmit, requests, storage.used, tokens",
            "bad.yaml:22:5: expected either allowanceOf or creditBank",
            "bad.yaml:22:50: unit '{token}.mo' cannot be converted from '{token}', the unit of meter"
                + " 'tokens'",
            "bad.yaml:22:50: unit '{token}.mo' needs the key month: calendar, or hours such as 730h",
            "bad.yaml:26:5: over is for a line with a meter",
            "bad.yaml:27:5: cycle is for a line with a meter",
            "bad.yaml:33:5: as names what quantity or meters make, and there is neither",
            "bad.yaml:39:5: no unit has mo, so there is no month to state");
  }

  @Test
  void pricesForSomeMustBeTellableApart() {
    assertThat(
            check(
                HEAD
                    + """
                    currency: USD
                    lines:
                      - id: a
                        description: A
                        meter: cpu.used
                        unit: h
                        prices:
                          - {from: 2026-01-01, price: 1}
                          - {from: 2026-01-01, only: {edition: big}, price: 2}
                          - {from: 2026-03-01, only: {edition: big}, price: 3}
                          - {from: 2026-01-01, to: 2026-02-01, only: {edition: small}, price: 2}
                          - {from: 2026-03-01, only: {edition: small}, price: 2}
                          - {from: 2026-01-01, only: {region: eu}, price: 2}
                          - {from: 2026-01-01, only: {region: eu, edition: big}, price: 2}
                          - {from: 2026-01-01, price: 1}
                    """))
        .containsExactly(
            "bad.yaml:19:16: gap of dates: the price before ends 2026-02-01",
            "bad.yaml:20:28: a subscription may meet this and the price 4 before it: ask for the same"
                + " terms, or for more",
            "bad.yaml:22:16: from 2026-01-01 is not after 2026-01-01, the price before");
  }

  @Test
  void aChargeHasABound() {
    assertThat(
            check(
                HEAD
                    + """
                    currency: USD
                    lines:
                      - id: a
                        description: A
                        meter: cpu.used
                        unit: h
                        quantity: [{times: "1000000000000/3"}]
                        prices:
                          - {from: 2026-01-01, price: 1000000000000}
                          - {from: 2026-02-01, price: "000999999999999/7"}
                    """))
        .containsExactly(
            "bad.yaml:14:24: times: '1000000000000/3' is not valid, expected a decimal or a fraction"
                + " that is not negative and below 10^12, such as 0.12 or \"1/3\"",
            "bad.yaml:16:35: price: expected at most 999999999999, found 1000000000000");
  }

  @Test
  void twoFilesWithOneIdAreRefused() {
    Map<String, String> texts = new LinkedHashMap<>(PriceBooks.catalogue());
    texts.put("copy.yaml", texts.getOrDefault("byoc.yaml", ""));
    assertThat(PriceBooks.check(texts, Meters.SHIPPED, Map.of()))
        .containsExactly(new Problem("copy.yaml", 1, 1, "price book 'byoc' is given twice"));
  }

  /** Calls are counted by the month and bytes by six hours; of seconds nothing is known. */
  @Test
  void aLineBeginsAnewNoSoonerThanAWindowOfItsMeter() {
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
          - {id: a, description: A, meter: calls, unit: "{call}", cycle: day, prices: [{from: 2026-01-01, price: 1}]}
          - {id: b, description: B, meter: bytes, unit: By, cycle: hour, prices: [{from: 2026-01-01, price: 1}]}
          - {id: c, description: C, meter: bytes, unit: By, cycle: day, prices: [{from: 2026-01-01, price: 1}]}
          - {id: d, description: D, meter: cpu, unit: s, cycle: hour, prices: [{from: 2026-01-01, price: 1}]}
          - {id: e, description: E, meter: calls, unit: "{call}", prices: [{from: 2026-01-01, price: 1}]}
        """;
    Map<String, String> meters = Map.of("calls", "{call}", "bytes", "By", "cpu", "s");
    Map<String, WindowLength> windows =
        Map.of(
            "calls",
            WindowLength.Calendar.MONTH,
            "bytes",
            new WindowLength.Fixed(Duration.ofHours(6)));
    assertThat(PriceBooks.check(Map.of("b.yaml", text), meters, windows))
        .extracting(Problem::toString)
        .containsExactly(
            "b.yaml:10:66: a window of meter 'calls' is longer than the day, expected month",
            "b.yaml:11:60: a window of meter 'bytes' is longer than the hour, expected day or month");
    assertThat(PriceBooks.check(Map.of("b.yaml", text), meters, Map.of())).isEmpty();
  }
}
