package dev.headroom.usage.otlp;

import org.jspecify.annotations.Nullable;

/** A window onto the number data point that is being read; the next point overwrites it. */
public final class NumberPoint {

  private static final int NO_RECORDED_VALUE = 1;

  private final ProtoCursor cursor;
  private final AttributeHash attributes = new AttributeHash();
  private final Hash128 identity = new Hash128();
  private final AttributeLookup lookup;

  private long timeNanos;
  private long startNanos;
  private long flags;
  private long bits;
  private int valueField;

  NumberPoint(ProtoCursor cursor, AttributeLookup lookup) {
    this.cursor = cursor;
    this.lookup = lookup;
  }

  /** Reads the point that the cursor has before it. */
  void read(long metricHigh, long metricLow) throws MalformedOtlpException {
    int outer = cursor.enter();
    int at = cursor.position();
    timeNanos = 0;
    startNanos = 0;
    flags = 0;
    valueField = 0;
    attributes.clear();
    while (cursor.next()) {
      field();
    }
    lookup.point(at, cursor.position() - at);
    cursor.leave(outer);
    identity.set(metricHigh, metricLow);
    identity.pair(attributes.high(), attributes.low());
  }

  private void field() throws MalformedOtlpException {
    switch (cursor.field()) {
      case 7 -> attributes.add(cursor);
      case 2 -> startNanos = fixed64();
      case 3 -> timeNanos = fixed64();
      case 4, 6 -> {
        valueField = cursor.field();
        bits = fixed64();
      }
      case 8 -> {
        cursor.expect(ProtoCursor.VARINT);
        flags = cursor.varint();
      }
      default -> cursor.skip();
    }
  }

  private long fixed64() throws MalformedOtlpException {
    cursor.expect(ProtoCursor.FIXED64);
    return cursor.fixed64();
  }

  /** Nanoseconds since 1970, unsigned; 0 if the point has no time. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Nanoseconds since 1970, unsigned; 0 if the point has no start time. */
  public long startNanos() {
    return startNanos;
  }

  /** Whether the point says that there is no value. */
  public boolean hasNoRecordedValue() {
    return (flags & NO_RECORDED_VALUE) != 0;
  }

  /** Whether the value is a whole number: {@link #integer}. */
  public boolean isInteger() {
    return valueField == 6;
  }

  /** Whether the value is a binary floating point number: {@link #floating}. */
  public boolean isFloating() {
    return valueField == 4;
  }

  public long integer() {
    return bits;
  }

  public double floating() {
    return Double.longBitsToDouble(bits);
  }

  /** Upper half of the identity of the point's series. */
  public long seriesHigh() {
    return identity.high();
  }

  /** Lower half of the identity of the point's series. */
  public long seriesLow() {
    return identity.low();
  }

  /** Whether the point, its scope or its resource refers to a dictionary that metrics lack. */
  public boolean usesDictionary() {
    return attributes.usesDictionary() || lookup.usesDictionary();
  }

  /**
   * The attribute of that name, as text: of the point, else of its scope, else of its resource.
   * Numbers and truth values stand as in JSON, bytes in base64, lists and maps as JSON.
   *
   * @return null if there is none
   */
  public @Nullable String attribute(String key) {
    return lookup.text(key);
  }
}
