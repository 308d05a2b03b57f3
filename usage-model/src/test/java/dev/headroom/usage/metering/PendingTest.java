package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.meter.Aggregation;
import dev.headroom.usage.meter.LastValue;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** What is added up of one window: exactly, however much it is. */
class PendingTest {

  private static final BigInteger LEAST = BigInteger.TWO.pow(127).negate();
  private static final BigInteger MOST = LEAST.not();

  private static Pending.Key key(Aggregation aggregation) {
    return new Pending.Key("m", aggregation, Attribution.OWN, 100, 50, "{}", UsagePart.WHOLE);
  }

  private static Pending pending(Aggregation aggregation) {
    return new Pending(key(aggregation));
  }

  private static void add(Pending pending, BigInteger amount) {
    pending.add(amount.shiftRight(64).longValue(), amount.longValue());
  }

  private static void value(Pending pending, BigInteger value, long time) {
    pending.value(value.shiftRight(64).longValue(), value.longValue(), time);
  }

  @Test
  void aWindowHoldsItsBeginAndNotItsEnd() {
    Pending pending = pending(Aggregation.SUM);
    assertThat(pending.end()).isEqualTo(150);
    assertThat(pending.holds(99)).isFalse();
    assertThat(pending.holds(100)).isTrue();
    assertThat(pending.holds(149)).isTrue();
    assertThat(pending.holds(150)).isFalse();
    assertThat(pending.holds(100, 150)).isTrue();
    assertThat(pending.holds(99, 150)).isFalse();
    assertThat(pending.holds(100, 151)).isFalse();
  }

  @Test
  void sumsOfMoreThan128BitsAreExact() {
    BigInteger[] amounts = {
      MOST,
      BigInteger.ONE,
      MOST,
      MOST,
      LEAST,
      LEAST,
      LEAST,
      LEAST,
      LEAST,
      BigInteger.ONE.negate(),
      BigInteger.TWO.pow(64),
      BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
      BigInteger.ZERO
    };
    Pending pending = pending(Aggregation.SUM);
    BigInteger expected = BigInteger.ZERO;
    for (BigInteger amount : amounts) {
      add(pending, amount);
      expected = expected.add(amount);
      assertThat(pending.total()).isEqualTo(expected);
      assertThat(new Pending(key(Aggregation.SUM), expected).total()).isEqualTo(expected);
      Pending goesOn = new Pending(key(Aggregation.SUM), expected);
      add(goesOn, LEAST);
      assertThat(goesOn.total()).isEqualTo(expected.add(LEAST));
    }
  }

  @Test
  void lowerHalvesCarry() {
    Pending pending = pending(Aggregation.SUM);
    pending.add(0, -1);
    pending.add(0, -1);
    pending.add(-1, -1);
    assertThat(pending.total()).isEqualTo(BigInteger.TWO.pow(65).subtract(BigInteger.valueOf(3)));
  }

  @Test
  void theGreatestAndTheLeast() {
    Pending greatest = pending(Aggregation.MAX);
    Pending least = pending(Aggregation.MIN);
    assertThat(greatest.total()).isEqualTo(LEAST);
    assertThat(least.total()).isEqualTo(MOST);
    BigInteger wide = BigInteger.TWO.pow(63);
    for (BigInteger value : new BigInteger[] {BigInteger.TWO, wide, BigInteger.ONE}) {
      value(greatest, value, 110);
      value(least, value, 110);
    }
    assertThat(greatest.total()).as("lower halves have no sign").isEqualTo(wide);
    assertThat(least.total()).isEqualTo(BigInteger.ONE);
    value(greatest, wide.negate(), 111);
    value(least, wide.negate(), 111);
    assertThat(greatest.total()).isEqualTo(wide);
    assertThat(least.total()).isEqualTo(wide.negate());
    value(greatest, BigInteger.TWO.pow(64), 111);
    assertThat(greatest.total()).isEqualTo(BigInteger.TWO.pow(64));
  }

  @Test
  void theLatestAndOfOneTimeTheGreatest() {
    Pending last = pending(Aggregation.LAST);
    value(last, BigInteger.TEN, 110);
    value(last, BigInteger.TWO, 120);
    value(last, BigInteger.TEN, 119);
    assertThat(last.total()).isEqualTo(LastValue.of(120, BigInteger.TWO));
    value(last, BigInteger.ONE, 120);
    assertThat(last.total()).isEqualTo(LastValue.of(120, BigInteger.TWO));
    value(last, BigInteger.valueOf(3), 120);
    assertThat(last.total()).isEqualTo(LastValue.of(120, BigInteger.valueOf(3)));

    Pending read = new Pending(key(Aggregation.LAST), last.total());
    assertThat(read.total()).isEqualTo(last.total());
    value(read, BigInteger.TEN, 119);
    assertThat(read.total()).isEqualTo(last.total());
    value(read, BigInteger.TEN.negate(), 121);
    assertThat(LastValue.timeNanos(read.total())).isEqualTo(121);
    assertThat(LastValue.value(read.total())).isEqualTo(BigInteger.TEN.negate());
  }

  @Test
  void whatWasHandedOutIsMarked() {
    Pending pending = pending(Aggregation.SUM);
    assertThat(pending.drained()).isFalse();
    pending.markDrained();
    assertThat(pending.drained()).isTrue();
  }
}
