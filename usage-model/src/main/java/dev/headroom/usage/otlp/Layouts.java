package dev.headroom.usage.otlp;

import org.jspecify.annotations.Nullable;

/**
 * The layouts of the messages that were seen lately, by the length of the message. Bounded: at most
 * {@value #SLOTS} layouts of messages of at most {@value #MOST_BYTES} bytes, or as few as was said.
 * Where no message is like another, looking for layouts stops being tried, except now and then. Not
 * thread-safe.
 */
public final class Layouts {

  private static final int SLOTS = 128;

  /** Layouts of one length, and of those that share its place. */
  private static final int WAYS = 4;

  private static final int MOST_BYTES = 256 << 10;

  /** What taking a layout costs, in messages that found theirs. */
  private static final int PRICE = 8;

  private static final int MOST_CREDIT = SLOTS * PRICE;
  private static final int RETRY = 256;

  private final int mostBytes;
  private final @Nullable Layout[] slots = new Layout[SLOTS];
  private int credit = MOST_CREDIT;
  private int misses;
  private final PointColumns columns = new PointColumns();

  public Layouts() {
    this(MOST_BYTES);
  }

  /**
   * For less memory.
   *
   * @param mostBytes of a message; a layout takes up to about four times as many
   */
  public Layouts(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The layout that the {@code ResourceMetrics} at these bytes has; null if it is new. */
  public @Nullable Layout find(byte[] bytes, int offset, int length) {
    int at = behindResource(bytes, offset, length);
    int rest = offset + length - at;
    int first = first(rest);
    for (int i = first; i < first + WAYS; i++) {
      Layout layout = slots[i];
      if (layout != null && layout.matches(bytes, at, rest)) {
        credit = Math.min(MOST_CREDIT, credit + 1);
        return layout;
      }
    }
    return null;
  }

  /**
   * Takes the layout of a {@code ResourceMetrics} for which none was found, and which has been
   * checked.
   *
   * @return null if it is not worth while
   */
  public @Nullable Layout learn(byte[] bytes, int offset, int length) {
    int at = behindResource(bytes, offset, length);
    int rest = offset + length - at;
    if (++misses % RETRY == 0) {
      credit = Math.max(credit, PRICE);
    }
    if (credit < PRICE || rest > mostBytes || !Layout.worth(rest)) {
      return null;
    }
    credit -= PRICE;
    try {
      Layout layout = LayoutScan.scan(bytes, at, rest);
      if (layout != null) {
        StructureCheck check = new StructureCheck(bytes, at, rest);
        check.check(MessageShape.RESOURCE_METRICS);
        layout.describe(check.mostAttributes(), TenantClaims.holdsKey(bytes, at, at + rest));
        slots[first(rest) + misses % WAYS] = layout;
      }
      return layout;
    } catch (MalformedOtlpException e) {
      throw new IllegalArgumentException("these bytes have not been checked", e);
    }
  }

  /**
   * The numbers of a {@code ResourceMetrics} that has the layout, until the next message is asked
   * for.
   *
   * @return null if they can't be had as columns
   */
  public @Nullable PointColumns columns(Layout layout, byte[] bytes, int offset, int length) {
    return columns.take(layout, bytes, behindResource(bytes, offset, length)) ? columns : null;
  }

  private static int first(int length) {
    return length * WAYS % SLOTS;
  }

  /**
   * Where the part begins that has the layout: behind the resource, if that comes first; else at
   * the start.
   */
  static int behindResource(byte[] bytes, int offset, int length) {
    try {
      ProtoCursor cursor = new ProtoCursor(bytes, offset, length);
      if (cursor.next() && cursor.field() == 1) {
        return cursor.length() + cursor.position();
      }
    } catch (MalformedOtlpException e) {
      return offset; // whoever reads it will say so
    }
    return offset;
  }
}
