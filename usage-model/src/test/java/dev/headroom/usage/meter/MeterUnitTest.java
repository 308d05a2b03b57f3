package dev.headroom.usage.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a value of so many units, held or counted, comes to in the unit of a meter. */
class MeterUnitTest {

  private static Meter meter(String aggregation, String unit, String... pointUnits) {
    StringBuilder from = new StringBuilder();
    for (String pointUnit : pointUnits) {
      from.append("{metric: m, unit: '").append(pointUnit).append("'},");
    }
    return MeterSet.parse(
            "m.yaml",
            "apiVersion: headroom.dev/v1\nkind: Meters\nmeters:\n  - {name: a, unit: '"
                + unit
                + "', aggregation: "
                + aggregation
                + ", from: ["
                + from
                + "]}\n")
        .meters()
        .get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "sum, s, ms, 1500, 1.500000000",
    "sum, s, ns, 1, 0.000000001",
    "sum, s, h, 2, 7200.000000000",
    "sum, min, s, 1, 0.016666667",
    "max, GiBy, KiBy, 1048576, 1.000000000",
    "max, GBy, By, 1, 0.000000001",
    "min, kBy, KiBy, 125, 128.000000000",
    "last, d, min, 720, 0.500000000",
    "sum, '{request}', '{request}', 7, 7.000000000"
  })
  void aValue(String aggregation, String unit, String pointUnit, long value, String expected) {
    Meter meter = meter(aggregation, unit, pointUnit);
    BigInteger raw =
        BigInteger.valueOf(value)
            .multiply(BigInteger.valueOf(meter.factor(meter.from().get(0))))
            .multiply(BigInteger.valueOf(1_000_000_000L));
    BigInteger told = meter.aggregation() == Aggregation.LAST ? LastValue.of(5, raw) : raw;
    assertThat(meter.finish(told)).isEqualTo(new BigDecimal(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "GiBy.h, KiBy, 1048576, PT30M, 0.500000000",
    "By.s, By, 3, PT2S, 6.000000000",
    "'{cpu}.d', '{cpu}', 4, PT6H, 1.000000000",
    "MBy.min, GBy, 2, PT90S, 3000.000000000"
  })
  void aValueOverTime(String unit, String pointUnit, long value, Duration held, String expected) {
    Meter meter = meter("time_weighted", unit, pointUnit);
    BigInteger raw =
        BigInteger.valueOf(value)
            .multiply(BigInteger.valueOf(meter.factor(meter.from().get(0))))
            .multiply(BigInteger.valueOf(1_000_000_000L))
            .multiply(BigInteger.valueOf(held.toNanos()));
    assertThat(meter.finish(raw)).isEqualTo(new BigDecimal(expected));
  }

  @ParameterizedTest
  @CsvSource({"By/s, 3000, 10.000000000", "kBy/s, 3000, 0.010000000"})
  void aSampleOfACounter(String unit, long bytes, String expected) {
    Meter meter = meter("high_water", unit, "By");
    BigInteger raw = BigInteger.valueOf(bytes).multiply(BigInteger.valueOf(1_000_000_000L));
    assertThat(meter.isRate()).isTrue();
    assertThat(meter.finish(raw)).isEqualTo(new BigDecimal(expected));
  }

  @ParameterizedTest
  @CsvSource({"By, PT2M30S, 50.000000000", "By, PT5M, 100.000000000"})
  void aSampleOfAGauge(String unit, Duration held, String expected) {
    Meter meter = meter("high_water", unit, "By");
    BigInteger raw = new BigInteger("100000000000").multiply(BigInteger.valueOf(held.toNanos()));
    assertThat(meter.finish(raw)).isEqualTo(new BigDecimal(expected));
  }

  @ParameterizedTest
  @CsvSource({"By, 1", "KiBy, 1024", "kBy, 1000", "TiBy, 1099511627776"})
  void selectorsInDifferentUnitsCountTheSame(String unit, long factor) {
    Meter meter = meter("sum", "GBy", "By", "KiBy", "kBy", "TiBy");
    PointSelector selector =
        meter.from().stream().filter(one -> one.unit().equals(unit)).findFirst().orElseThrow();
    assertThat(meter.factor(selector)).isEqualTo(factor);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "12, 12"})
  void values(long count, BigDecimal expected) {
    Meter meter =
        new Meter(
            "a",
            "",
            "{user}",
            Aggregation.UNIQUE,
            List.of(),
            List.of(),
            WindowLength.of(Duration.ofHours(1)),
            Duration.ofMinutes(5),
            new WindowParts.Values("user.id"),
            null,
            null);
    assertThat(meter.finish(BigInteger.valueOf(count))).isEqualByComparingTo(expected);
  }
}
