package dev.headroom.usage.otlp;

import dev.headroom.usage.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * An {@code AnyValue} as text: a string as it is, all else as JSON. What is inside others is
 * written once, where it belongs: copied from each level into the next, a text deep inside would
 * cost its length a hundred times.
 */
final class AnyValueText {

  /** Where an {@code AnyValue} lies. */
  private record Range(int at, int length) {}

  private final byte[] bytes;
  private final StringBuilder json = new StringBuilder();

  private AnyValueText(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The text of the {@code AnyValue} that fills the rest of the cursor's message. */
  static String of(ProtoCursor cursor) throws MalformedOtlpException {
    ProtoCursor inside = new ProtoCursor(cursor.bytes(), cursor.position(), cursor.remaining());
    String text = "";
    while (inside.next()) {
      switch (inside.field()) {
        case 1 -> text = string(inside);
        case 2, 3, 4, 5, 6 -> {
          return new AnyValueText(cursor.bytes()).whole(cursor);
        }
        case 7 -> text = base64(inside);
        default -> inside.skip();
      }
    }
    return text;
  }

  private String whole(ProtoCursor cursor) throws MalformedOtlpException {
    value(cursor);
    return json.toString();
  }

  private void value(ProtoCursor cursor) throws MalformedOtlpException {
    int before = json.length();
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> JsonText.append(json, string(cursor));
        case 2 -> json.append(cursor.varint() != 0);
        case 3 -> json.append(cursor.varint());
        case 4 -> json.append(Double.longBitsToDouble(cursor.fixed64()));
        case 5 -> array(cursor);
        case 6 -> map(cursor);
        case 7 -> JsonText.append(json, base64(cursor));
        default -> cursor.skip();
      }
    }
    if (json.length() == before) {
      json.append("null");
    }
  }

  static String string(ProtoCursor cursor) throws MalformedOtlpException {
    int length = cursor.length();
    String text = new String(cursor.bytes(), cursor.position(), length, StandardCharsets.UTF_8);
    cursor.advance(length);
    return text;
  }

  private static String base64(ProtoCursor cursor) throws MalformedOtlpException {
    int length = cursor.length();
    int at = cursor.position();
    cursor.advance(length);
    return Base64.getEncoder().encodeToString(Arrays.copyOfRange(cursor.bytes(), at, at + length));
  }

  private void array(ProtoCursor cursor) throws MalformedOtlpException {
    json.append('[');
    int first = json.length();
    int outer = cursor.enter();
    while (cursor.next()) {
      if (cursor.field() == 1) {
        separate(first);
        int inner = cursor.enter();
        value(cursor);
        cursor.leave(inner);
      } else {
        cursor.skip();
      }
    }
    cursor.leave(outer);
    json.append(']');
  }

  private void map(ProtoCursor cursor) throws MalformedOtlpException {
    Map<String, Range> entries = new TreeMap<>();
    int outer = cursor.enter();
    while (cursor.next()) {
      if (cursor.field() == 1) {
        int inner = cursor.enter();
        entry(cursor, entries);
        cursor.leave(inner);
      } else {
        cursor.skip();
      }
    }
    cursor.leave(outer);
    json.append('{');
    int first = json.length();
    for (Map.Entry<String, Range> entry : entries.entrySet()) {
      separate(first);
      JsonText.append(json, entry.getKey());
      json.append(':');
      value(new ProtoCursor(bytes, entry.getValue().at(), entry.getValue().length()));
    }
    json.append('}');
  }

  private void separate(int first) {
    if (json.length() > first) {
      json.append(',');
    }
  }

  /** The first of several with the same key counts. */
  private static void entry(ProtoCursor cursor, Map<String, Range> entries)
      throws MalformedOtlpException {
    String key = "";
    Range value = new Range(cursor.position(), 0);
    while (cursor.next()) {
      if (cursor.field() == 1) {
        key = string(cursor);
      } else if (cursor.field() == 2) {
        int length = cursor.length();
        value = new Range(cursor.position(), length);
        cursor.advance(length);
      } else {
        cursor.skip();
      }
    }
    entries.putIfAbsent(key, value);
  }
}
