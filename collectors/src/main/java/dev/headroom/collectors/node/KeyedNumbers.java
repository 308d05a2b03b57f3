package dev.headroom.collectors.node;

import java.util.HashMap;
import java.util.Map;

/**
 * Files of lines such as {@code usage_usec 123} and {@code VmRSS: 4096 kB}: the first number of
 * each line by its key without the colon. A line of another form is left out.
 */
final class KeyedNumbers {
  private KeyedNumbers() {}

  static Map<String, Long> parse(String text) {
    Map<String, Long> numbers = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      String[] words = line.strip().split("[:\\s]+", -1);
      if (words.length >= 2 && words[1].matches("[0-9]{1,18}")) {
        numbers.put(words[0], Long.parseLong(words[1]));
      }
    }
    return numbers;
  }
}
