package dev.headroom.usage.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds attributes by name where they lie: on the point, its scope, or its resource. */
final class AttributeLookup {

  private static final int SCOPE_ATTRIBUTES = 3;
  private static final int RESOURCE_ATTRIBUTES = 1;

  private final byte[] bytes;
  private int pointAt;
  private int pointLength;
  private int pointAttributes;
  private int scopeAt;
  private int scopeLength;
  private int resourceAt;
  private int resourceLength;
  private boolean resourceUsesDictionary;
  private boolean scopeUsesDictionary;

  AttributeLookup(byte[] bytes) {
    this.bytes = bytes;
  }

  void resource(int at, int length, boolean usesDictionary) {
    resourceAt = at;
    resourceLength = length;
    resourceUsesDictionary = usesDictionary;
  }

  void scope(int at, int length, boolean usesDictionary) {
    scopeAt = at;
    scopeLength = length;
    scopeUsesDictionary = usesDictionary;
  }

  /**
   * @param attributes number of the field that holds them
   */
  void point(int at, int length, int attributes) {
    pointAttributes = attributes;
    pointAt = at;
    pointLength = length;
  }

  boolean usesDictionary() {
    return resourceUsesDictionary || scopeUsesDictionary;
  }

  @Nullable String text(String key) {
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    try {
      String text = find(wanted, pointAt, pointLength, pointAttributes);
      if (text == null) {
        text = find(wanted, scopeAt, scopeLength, SCOPE_ATTRIBUTES);
      }
      return text == null ? find(wanted, resourceAt, resourceLength, RESOURCE_ATTRIBUTES) : text;
    } catch (MalformedOtlpException e) {
      throw new IllegalStateException("these bytes were read before", e);
    }
  }

  /** The first value, as text, of the attribute at any level that is not the expected one. */
  @Nullable String textOtherThan(String expected, byte[] key) {
    try {
      String other = findOther(expected, key, pointAt, pointLength, pointAttributes);
      if (other == null) {
        other = findOther(expected, key, scopeAt, scopeLength, SCOPE_ATTRIBUTES);
      }
      return other == null
          ? findOther(expected, key, resourceAt, resourceLength, RESOURCE_ATTRIBUTES)
          : other;
    } catch (MalformedOtlpException e) {
      throw new IllegalStateException("these bytes were read before", e);
    }
  }

  private @Nullable String findOther(
      String expected, byte[] key, int at, int length, int attributes)
      throws MalformedOtlpException {
    ProtoCursor cursor = new ProtoCursor(bytes, at, length);
    while (cursor.next()) {
      if (cursor.field() != attributes) {
        cursor.skip();
        continue;
      }
      int outer = cursor.enter();
      String text = textIfKey(key, cursor);
      cursor.leave(outer);
      if (text != null && !text.equals(expected)) {
        return text;
      }
    }
    return null;
  }

  private @Nullable String find(byte[] wanted, int at, int length, int attributes)
      throws MalformedOtlpException {
    ProtoCursor cursor = new ProtoCursor(bytes, at, length);
    while (cursor.next()) {
      if (cursor.field() != attributes) {
        cursor.skip();
        continue;
      }
      int outer = cursor.enter();
      String text = textIfKey(wanted, cursor);
      cursor.leave(outer);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** The value, as text, of the {@code KeyValue} around the cursor, if it has that key. */
  static @Nullable String textIfKey(byte[] wanted, ProtoCursor cursor)
      throws MalformedOtlpException {
    boolean found = false;
    int valueAt = cursor.position();
    int valueLength = 0;
    while (cursor.next()) {
      if (cursor.field() == 1) {
        int length = cursor.length();
        int at = cursor.position();
        found = Arrays.equals(cursor.bytes(), at, at + length, wanted, 0, wanted.length);
        cursor.advance(length);
      } else if (cursor.field() == 2) {
        valueLength = cursor.length();
        valueAt = cursor.position();
        cursor.advance(valueLength);
      } else {
        cursor.skip();
      }
    }
    if (!found && wanted.length > 0) {
      return null;
    }
    return AnyValueText.of(new ProtoCursor(cursor.bytes(), valueAt, valueLength));
  }
}
