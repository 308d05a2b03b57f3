package dev.headroom.usage;

import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/** Canonical JSON of texts: no white space, keys sorted, only what must be escaped is. */
public final class JsonText {
  private static final HexFormat HEX = HexFormat.of();

  private JsonText() {}

  /** An object of texts. */
  public static String object(SortedMap<String, String> entries) {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      if (json.length() > 1) {
        json.append(',');
      }
      append(json, entry.getKey());
      json.append(':');
      append(json, entry.getValue());
    }
    return json.append('}').toString();
  }

  /** A text with its quotes. */
  public static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2);
    append(json, text);
    return json.toString();
  }

  /** Adds a text with its quotes. */
  public static void append(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u00").append(HEX.toHexDigits((byte) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
