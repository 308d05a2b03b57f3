package dev.headroom.tenantmeter;

import java.util.Optional;

/**
 * Which texts are tenant ids: the rule of Headroom's usage model, whose gateway refuses all others.
 * It is written a second time because a server that embeds this library has nothing else of ours; a
 * test of the collectors holds the two together.
 */
final class TenantIdRule {
  private static final int MAX_LENGTH = 63;

  private TenantIdRule() {}

  /** What is wrong with the value as a tenant id, in one sentence; empty if nothing is. */
  static Optional<String> problem(String value) {
    if (value.isEmpty()) {
      return Optional.of("a tenant id must not be empty");
    }
    if (value.length() > MAX_LENGTH) {
      return Optional.of(
          "a tenant id has at most " + MAX_LENGTH + " characters, this one has " + value.length());
    }
    for (int i = 0; i < value.length(); i++) {
      if (!allowed(value.charAt(i), i == 0)) {
        return Optional.of(
            "tenant id \""
                + printable(value)
                + "\" may hold only a-z, 0-9, '.', '_' and '-', and starts with a letter or digit");
      }
    }
    return Optional.empty();
  }

  private static boolean allowed(char c, boolean first) {
    boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return letterOrDigit || (!first && (c == '.' || c == '_' || c == '-'));
  }

  private static String printable(String value) {
    StringBuilder text = new StringBuilder();
    value.chars().forEach(c -> text.append(c >= ' ' && c < 127 ? (char) c : '?'));
    return text.toString();
  }
}
