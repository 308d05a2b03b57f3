package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/** A meter {@code storage} in GiBy.h, and books in EUR that price it. */
final class Storage {
  private static final String HEAD =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: b
      name: B
      mode: serverless
      source: Made up
      sourceDate: 2026-01-01
      currency: EUR
      """;

  private Storage() {}

  /**
   * Book {@code b}.
   *
   * @param rest its lines, and its invoice steps if it has any
   */
  static PriceBook book(String rest) {
    return PriceBook.parse("b.yaml", HEAD + rest, Map.of("storage", "GiBy.h"));
  }

  /** One GiB for an hour. */
  static UsageQuantity hour(String start) {
    Instant time = Instant.parse(start);
    return new UsageQuantity(
        "storage", time, time.plusSeconds(3600), Map.of(), BigDecimal.ONE, "GiBy.h");
  }
}
