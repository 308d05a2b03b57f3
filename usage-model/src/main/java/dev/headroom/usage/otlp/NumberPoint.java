package dev.headroom.usage.otlp;

import org.jspecify.annotations.Nullable;

/**
 * A window onto the data point that is being read: a number, or a histogram's count and sum, one of
 * which {@link #showCount} and {@link #showSum} make its value. The next point overwrites it.
 */
public final class NumberPoint {

  private static final int NO_RECORDED_VALUE = 1;
  private static final int FLOATING = 4;
  static final int INTEGER = 6;
  private static final int COUNT_FIELD = 4;
  private static final int SUM_FIELD = 5;

  private final ProtoCursor cursor;
  private final AttributeHash attributes = new AttributeHash();
  private final Hash128 identity = new Hash128();
  private final AttributeLookup lookup;

  private long timeNanos;
  private long startNanos;
  private long flags;
  private long bits;
  private int valueField;
  private MetricKind kind = MetricKind.EMPTY;
  private long count;
  private boolean hasCount;
  private long sumBits;
  private boolean hasSum;
  private int shown;
  private long pointHigh;
  private long pointLow;
  private int ordinal;

  NumberPoint(ProtoCursor cursor, AttributeLookup lookup) {
    this.cursor = cursor;
    this.lookup = lookup;
  }

  /**
   * Shows a point whose layout is known. It has no identity then: whoever knows the layout knows
   * the series.
   *
   * @param at where the layout begins
   */
  void show(MetricKind metricKind, Layout.Point layout, int at, int number) {
    kind = metricKind;
    ordinal = number;
    shown = 0;
    timeNanos = layout.time() < 0 ? 0 : cursor.fixed64At(at + layout.time());
    startNanos = layout.start() < 0 ? 0 : cursor.fixed64At(at + layout.start());
    valueField = layout.valueField();
    bits = valueField == 0 ? 0 : cursor.fixed64At(at + layout.value());
    flags = layout.flags();
    lookup.point(at + layout.at(), layout.length(), kind.attributesField());
  }

  /** Reads the point that the cursor has before it. */
  void read(MetricKind metricKind, long metricHigh, long metricLow, int number)
      throws MalformedOtlpException {
    kind = metricKind;
    ordinal = number;
    boolean histogram = kind.isHistogram();
    hasCount = false;
    hasSum = false;
    shown = 0;
    int outer = cursor.enter();
    int at = cursor.position();
    timeNanos = 0;
    startNanos = 0;
    flags = 0;
    valueField = 0;
    attributes.clear();
    while (cursor.next()) {
      if (histogram) {
        histogramField();
      } else {
        field();
      }
    }
    lookup.point(at, cursor.position() - at, kind.attributesField());
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

  private void histogramField() throws MalformedOtlpException {
    if (cursor.field() == kind.attributesField()) {
      attributes.add(cursor);
      return;
    }
    switch (cursor.field()) {
      case 2 -> startNanos = fixed64();
      case 3 -> timeNanos = fixed64();
      case 4 -> {
        hasCount = true;
        count = fixed64();
      }
      case 5 -> {
        hasSum = true;
        sumBits = fixed64();
      }
      case 10 -> {
        cursor.expect(ProtoCursor.VARINT);
        flags = cursor.varint();
      }
      default -> cursor.skip();
    }
  }

  /**
   * Makes a histogram's count the value. Protobuf leaves a count of zero out, so a missing one is
   * zero.
   */
  public void showCount() {
    show(COUNT_FIELD);
    valueField = INTEGER;
    bits = hasCount ? count : 0;
  }

  /** Makes a histogram's sum the value; a point need not have one. */
  public void showSum() {
    show(SUM_FIELD);
    valueField = hasSum ? FLOATING : 0;
    bits = sumBits;
  }

  /** Count and sum are series of their own. */
  private void show(int field) {
    if (shown == 0) {
      pointHigh = identity.high();
      pointLow = identity.low();
    }
    shown = field;
    identity.set(pointHigh, pointLow);
    identity.number(field);
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
    return valueField == INTEGER;
  }

  /** Whether the value is a binary floating point number: {@link #floating}. */
  public boolean isFloating() {
    return valueField == FLOATING;
  }

  public long integer() {
    return bits;
  }

  public double floating() {
    return Double.longBitsToDouble(bits);
  }

  /** Number of the point among those of its {@code ResourceMetrics}, from zero. */
  public int ordinal() {
    return ordinal;
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

  /**
   * A claim, anywhere on the point, its scope or its resource, that the usage is of another tenant
   * than the one expected ({@link TenantClaims}).
   *
   * @return null if there is none
   */
  public @Nullable String tenantOtherThan(String expected) {
    return lookup.textOtherThan(expected, TenantClaims.key());
  }
}
