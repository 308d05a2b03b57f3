package dev.headroom.usage.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Whose usage a request claims to be: every value of the attribute {@code tenant.id}, wherever it
 * stands: at a resource, a scope or a point.
 *
 * <p>Most requests make no claim. An attribute's key lies in the request as it is, so the bytes are
 * searched for it first (R. N. Horspool, Practical fast searching in strings, 1980), and only a
 * request that holds them is walked.
 */
public final class TenantClaims {

  /** The attribute. */
  public static final String ATTRIBUTE = "tenant.id";

  private static final byte[] WANTED = ATTRIBUTE.getBytes(StandardCharsets.UTF_8);
  private static final int[] SHIFTS = shifts();

  private final Set<String> claims = new HashSet<>();

  private TenantClaims() {}

  /**
   * The distinct values, as text.
   *
   * @throws MalformedOtlpException if the request is malformed; one that {@link
   *     OtlpRequest#summarise} took never is
   */
  public static Set<String> of(byte[] bytes, int offset, int length) throws MalformedOtlpException {
    if (!holdsKey(bytes, offset, offset + length)) {
      return Set.of();
    }
    TenantClaims found = new TenantClaims();
    found.walk(new ProtoCursor(bytes, offset, length), MessageShape.REQUEST);
    return Set.copyOf(found.claims);
  }

  static byte[] key() {
    return WANTED;
  }

  private static int[] shifts() {
    int[] shifts = new int[256];
    Arrays.fill(shifts, WANTED.length);
    for (int i = 0; i < WANTED.length - 1; i++) {
      shifts[WANTED[i] & 0xff] = WANTED.length - 1 - i;
    }
    return shifts;
  }

  /** Adds those of a {@code ResourceMetrics}, or of its beginning. */
  static void addOfResource(byte[] bytes, int offset, int length, Set<String> out)
      throws MalformedOtlpException {
    if (holdsKey(bytes, offset, offset + length)) {
      TenantClaims found = new TenantClaims();
      found.walk(new ProtoCursor(bytes, offset, length), MessageShape.RESOURCE_METRICS);
      out.addAll(found.claims);
    }
  }

  /** Whether the bytes of the key stand there, as a key or not. */
  static boolean holdsKey(byte[] bytes, int from, int end) {
    int last = WANTED.length - 1;
    int at = from + last;
    while (at < end) {
      byte b = bytes[at];
      if (b == WANTED[last] && matches(bytes, at - last)) {
        return true;
      }
      at += SHIFTS[b & 0xff];
    }
    return false;
  }

  private static boolean matches(byte[] bytes, int at) {
    for (int i = 0; i < WANTED.length; i++) {
      if (bytes[at + i] != WANTED[i]) {
        return false;
      }
    }
    return true;
  }

  private void walk(ProtoCursor cursor, MessageShape shape) throws MalformedOtlpException {
    while (cursor.next()) {
      int field = cursor.field();
      char kind = shape.kind(field);
      // A field that nobody knows has no shape: its number may be any.
      boolean isMessage = kind == 'm' || kind == 'r';
      if (!isMessage || !leadsToAttributes(shape.inner(field))) {
        cursor.skip();
        continue;
      }
      MessageShape inner = shape.inner(field);
      if (inner == MessageShape.KEY_VALUE) {
        attribute(cursor, shape);
        continue;
      }
      int outer = cursor.enter();
      walk(cursor, inner);
      cursor.leave(outer);
    }
  }

  /** An exemplar's attributes are of a single measurement, not of the point's usage. */
  private static boolean leadsToAttributes(MessageShape shape) {
    return switch (shape) {
      case ANY_VALUE, ARRAY, LIST, ENTITY_REF, EXEMPLAR, BUCKETS, QUANTILE -> false;
      default -> true;
    };
  }

  private void attribute(ProtoCursor cursor, MessageShape of) throws MalformedOtlpException {
    int outer = cursor.enter();
    String text = of == MessageShape.METRIC ? null : AttributeLookup.textIfKey(WANTED, cursor);
    if (text != null) {
      claims.add(text);
    }
    cursor.leave(outer);
  }
}
