package dev.headroom.pricing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A price book as it is published to the topic {@code usage.price-books}: the version that holds is
 * the highest.
 *
 * @param id of the book
 * @param version from 1
 * @param text the book in YAML, as written
 */
public record PublishedBook(String id, int version, String text) {
  private static final Pattern KEY = Pattern.compile("([^@]+)@([1-9][0-9]{0,8})");

  /** Its key in the topic, {@code ID@VERSION}: compaction keeps every version. */
  public String key() {
    return id + "@" + version;
  }

  /**
   * A record of the topic.
   *
   * @return empty if the key is not {@code ID@VERSION}
   */
  public static Optional<PublishedBook> of(String key, String text) {
    Matcher matcher = KEY.matcher(key);
    return matcher.matches()
        ? Optional.of(new PublishedBook(matcher.group(1), Integer.parseInt(matcher.group(2)), text))
        : Optional.empty();
  }
}
