package dev.headroom.usage.otlp;

import dev.headroom.usage.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An {@code AnyValue} as text: a string as it is, all else as JSON. */
final class AnyValueText {
  private AnyValueText() {}

  /** The text of the {@code AnyValue} that fills the rest of the cursor's message. */
  static String of(ProtoCursor cursor) throws MalformedOtlpException {
    return text(cursor, false);
  }

  private static String text(ProtoCursor cursor, boolean quoted) throws MalformedOtlpException {
    String text = quoted ? "null" : "";
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> text = quoted(string(cursor), quoted);
        case 2 -> text = Boolean.toString(cursor.varint() != 0);
        case 3 -> text = Long.toString(cursor.varint());
        case 4 -> text = Double.toString(Double.longBitsToDouble(cursor.fixed64()));
        case 5 -> text = array(cursor);
        case 6 -> text = map(cursor);
        case 7 -> text = quoted(base64(cursor), quoted);
        default -> cursor.skip();
      }
    }
    return text;
  }

  private static String quoted(String text, boolean quoted) {
    return quoted ? JsonText.quoted(text) : text;
  }

  static String string(ProtoCursor cursor) throws MalformedOtlpException {
    int length = cursor.length();
    String text = new String(cursor.bytes(), cursor.position(), length, StandardCharsets.UTF_8);
    cursor.advance(length);
    return text;
  }

  private static String base64(ProtoCursor cursor) throws MalformedOtlpException {
    int length = cursor.length();
    byte[] copy = new byte[length];
    System.arraycopy(cursor.bytes(), cursor.position(), copy, 0, length);
    cursor.advance(length);
    return Base64.getEncoder().encodeToString(copy);
  }

  private static String array(ProtoCursor cursor) throws MalformedOtlpException {
    List<String> items = new ArrayList<>();
    int outer = cursor.enter();
    while (cursor.next()) {
      if (cursor.field() == 1) {
        int inner = cursor.enter();
        items.add(text(cursor, true));
        cursor.leave(inner);
      } else {
        cursor.skip();
      }
    }
    cursor.leave(outer);
    return "[" + String.join(",", items) + "]";
  }

  private static String map(ProtoCursor cursor) throws MalformedOtlpException {
    Map<String, String> entries = new TreeMap<>();
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
    List<String> items = new ArrayList<>();
    entries.forEach((key, value) -> items.add(JsonText.quoted(key) + ":" + value));
    return "{" + String.join(",", items) + "}";
  }

  private static void entry(ProtoCursor cursor, Map<String, String> entries)
      throws MalformedOtlpException {
    String key = "";
    String value = "null";
    while (cursor.next()) {
      if (cursor.field() == 1) {
        key = string(cursor);
      } else if (cursor.field() == 2) {
        int inner = cursor.enter();
        value = text(cursor, true);
        cursor.leave(inner);
      } else {
        cursor.skip();
      }
    }
    entries.putIfAbsent(key, value);
  }
}
