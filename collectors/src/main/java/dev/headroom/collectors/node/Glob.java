package dev.headroom.collectors.node;

import java.util.regex.Pattern;

/**
 * A pattern for a whole name or path: {@code *} is anything but a slash, {@code **} anything,
 * {@code ?} one character but a slash; everything else is itself.
 */
public record Glob(String text) {
  public Glob {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a pattern is not empty");
    }
  }

  boolean matches(String name) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (text.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.matches(regex.toString(), name);
  }
}
