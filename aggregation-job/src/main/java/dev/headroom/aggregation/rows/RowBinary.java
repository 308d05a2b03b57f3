package dev.headroom.aggregation.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One row in ClickHouse's RowBinary: values in the order of the columns, little-endian, without
 * names or separators.
 */
final class RowBinary {
  private static final Logger LOG = LoggerFactory.getLogger(RowBinary.class);

  /** Decimal(38, 9). */
  static final int DECIMAL_SCALE = 9;

  private static final int DECIMAL_BYTES = 16;
  private static final BigInteger DECIMAL_MAX = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(160);

  RowBinary text(String value) {
    bytes(value.getBytes(UTF_8));
    return this;
  }

  private void bytes(byte[] value) {
    length(value.length);
    out.write(value, 0, value.length);
  }

  /** UInt8 … UInt64, Int8 … Int64 of {@code bytes} bytes. */
  private RowBinary integer(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (8 * i)));
    }
    return this;
  }

  RowBinary int32(long value) {
    return integer(value, 4);
  }

  RowBinary int64(long value) {
    return integer(value, 8);
  }

  /** DateTime: seconds since the epoch, 1970 … 2106. */
  RowBinary second(long epochSecond) {
    if (epochSecond < 0 || epochSecond > 0xffff_ffffL) {
      throw new IllegalArgumentException(
          "a DateTime lies between 1970 and 2106, found " + Instant.ofEpochSecond(epochSecond));
    }
    return integer(epochSecond, 4);
  }

  /** DateTime64(3). */
  RowBinary milli(long epochMilli) {
    return integer(epochMilli, 8);
  }

  /** Date: days since the epoch. */
  RowBinary day(long epochDay) {
    if (epochDay < 0 || epochDay > 0xffff) {
      throw new IllegalArgumentException("a Date is a day from 0 to 65535, found " + epochDay);
    }
    return integer(epochDay, 2);
  }

  /**
   * Decimal(38, 9), exactly: {@link ArithmeticException} if it has more than nine places after the
   * point. Beyond the greatest that the column holds, 10^29, it stays there and says so in the log:
   * one absurd value must not stop the usage of everybody.
   */
  RowBinary decimal(BigDecimal value) {
    return decimal(value, DECIMAL_SCALE);
  }

  /** The same with another number of places: Decimal(38, {@code scale}). */
  RowBinary decimal(BigDecimal value, int scale) {
    BigInteger exact = value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
    BigInteger unscaled = exact.min(DECIMAL_MAX).max(DECIMAL_MAX.negate());
    if (!unscaled.equals(exact)) {
      String message = "{}e-{} does not fit into Decimal(38, {}), stored as {}e-{}";
      LOG.warn(message, exact, scale, scale, unscaled, scale);
    }
    byte[] bigEndian = unscaled.toByteArray();
    int sign = unscaled.signum() < 0 ? 0xff : 0;
    for (int i = 0; i < DECIMAL_BYTES; i++) {
      int from = bigEndian.length - 1 - i;
      out.write(from >= 0 ? bigEndian[from] : sign);
    }
    return this;
  }

  /** Array(Tuple(…)), each written by {@code writer}. */
  <T> RowBinary rows(List<T> values, BiConsumer<T, RowBinary> writer) {
    length(values.size());
    values.forEach(value -> writer.accept(value, this));
    return this;
  }

  RowBinary texts(List<String> values) {
    length(values.size());
    values.forEach(this::text);
    return this;
  }

  /** Map(String, String). Sorted, so that equal rows are equal bytes. */
  RowBinary map(SortedMap<String, String> values) {
    length(values.size());
    values.forEach((key, value) -> text(key).text(value));
    return this;
  }

  private void length(int length) {
    int rest = length;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
