package dev.headroom.collectors.node;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A pattern for a whole name or path: {@code *} is anything but a slash, {@code **} anything,
 * {@code ?} one character but a slash; everything else is itself.
 */
public record Glob(String text) {
  // A record has no field besides; a collector has few patterns, and asks them often.
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  public Glob {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a pattern is not empty");
    }
  }

  boolean matches(String name) {
    return COMPILED.computeIfAbsent(text, Glob::compile).matcher(name).matches();
  }

  private static Pattern compile(String text) {
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
    return Pattern.compile(regex.toString());
  }
}
