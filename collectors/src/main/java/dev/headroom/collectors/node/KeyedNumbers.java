package dev.headroom.collectors.node;

import java.util.HashMap;
import java.util.Map;

/**
 * Files of lines such as {@code usage_usec 123} and {@code VmRSS: 4096 kB}: the first number of
 * each line by its key without the colon. A line of another form is left out. No regular
 * expressions: for 200 control groups this reads ten thousand lines a sample.
 */
final class KeyedNumbers {
  private static final int MOST_DIGITS = 18;

  private KeyedNumbers() {}

  static Map<String, Long> parse(String text) {
    Map<String, Long> numbers = new HashMap<>();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end;
      line(text, at, next, numbers);
      at = next + 1;
    }
    return numbers;
  }

  private static void line(String text, int from, int to, Map<String, Long> numbers) {
    int key = skip(text, from, to, true);
    int keyEnd = skip(text, key, to, false);
    int digits = skip(text, keyEnd, to, true);
    int digitsEnd = skip(text, digits, to, false);
    int count = digitsEnd - digits;
    if (keyEnd == key || count == 0 || count > MOST_DIGITS) {
      return;
    }
    long number = 0;
    for (int i = digits; i < digitsEnd; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return;
      }
      number = number * 10 + (c - '0');
    }
    numbers.put(text.substring(key, keyEnd), number);
  }

  /** The first place at which there is no separator any more, or one. */
  private static int skip(String text, int from, int to, boolean separators) {
    int i = from;
    while (i < to && isSeparator(text.charAt(i)) == separators) {
      i++;
    }
    return i;
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '\t' || c == ':' || c == '\r';
  }
}
