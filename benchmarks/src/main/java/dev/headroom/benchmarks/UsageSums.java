package dev.headroom.benchmarks;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What each tenant used by each meter, over all time. */
final class UsageSums {
  private final TreeMap<String, BigDecimal> sums = new TreeMap<>();

  void add(String tenant, String meter, BigDecimal quantity) {
    sums.merge(tenant + " " + meter, quantity, BigDecimal::add);
  }

  /** Number of sums. */
  int size() {
    return sums.size();
  }

  /**
   * The first sum that is not the same number in both, as a sentence; empty if all are.
   *
   * @param name of these sums
   * @param otherName of the others
   */
  Optional<String> difference(String name, UsageSums other, String otherName) {
    TreeSet<String> keys = new TreeSet<>(sums.keySet());
    keys.addAll(other.sums.keySet());
    return keys.stream()
        .filter(key -> other.of(key).compareTo(of(key)) != 0)
        .findFirst()
        .map(
            key ->
                "%s: %s by %s, but %s by %s"
                    .formatted(key, text(of(key)), name, text(other.of(key)), otherName));
  }

  private BigDecimal of(String key) {
    return sums.getOrDefault(key, BigDecimal.ZERO);
  }

  private static String text(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
