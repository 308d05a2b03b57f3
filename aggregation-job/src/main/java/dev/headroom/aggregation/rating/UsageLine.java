package dev.headroom.aggregation.rating;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headroom.aggregation.totals.UsageKey;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/** From a total to what is rated. */
final class UsageLine {
  private static final String NO_DIMENSIONS = "{}";
  private static final ObjectReader DIMENSIONS =
      JsonMapper.builder().build().readerFor(new TypeReference<Map<String, String>>() {});

  private UsageLine() {}

  /** Less than nothing (the integral of a negative gauge) is stored, but never credited. */
  static UsageQuantity of(UsageKey key, BilledUsage usage) {
    return new UsageQuantity(
        key.meter(),
        Instant.ofEpochSecond(key.startSecond()),
        Instant.ofEpochSecond(key.endSecond()),
        dimensions(key.dimensions()),
        usage.quantity().max(BigDecimal.ZERO),
        usage.unit());
  }

  private static Map<String, String> dimensions(String json) {
    if (json.equals(NO_DIMENSIONS)) {
      return Map.of();
    }
    try {
      return DIMENSIONS.readValue(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("dimensions are JSON of ours, found " + json, e);
    }
  }
}
