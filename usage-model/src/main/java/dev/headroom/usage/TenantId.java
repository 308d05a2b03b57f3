package dev.headroom.usage;

import java.util.Optional;

/**
 * The identifier of a tenant: 1 to 63 characters, lower-case letters, digits, {@code .}, {@code _}
 * and {@code -}, of which the first is a letter or a digit.
 */
public record TenantId(String value) implements Comparable<TenantId> {

  private static final int MAX_LENGTH = 63;

  /** Throws {@link IllegalArgumentException} if the value breaks that rule. */
  public TenantId {
    Optional<String> problem = problem(value);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
  }

  /** What is wrong with the value as a tenant id, in one sentence; empty if nothing is. */
  public static Optional<String> problem(String value) {
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

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
