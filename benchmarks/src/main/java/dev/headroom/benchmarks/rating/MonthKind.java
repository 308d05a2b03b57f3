package dev.headroom.benchmarks.rating;

import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What is rated. The same quantities at every call. */
public enum MonthKind {
  /** One meter by three tiers. */
  GRADUATED("graduated", 1),
  /** Five meters, each by three tiers. */
  FIVE_METERS("graduated", 5),
  /** One meter of four sizes by a line that has everything a line may have. */
  COMPLEX("complex", 1);

  private static final List<String> SIZES = List.of("S", "M", "L", "XL");
  private static final long SEED = 20260701;

  private final String book;
  private final int meters;

  MonthKind(String book, int meters) {
    this.book = book;
    this.meters = meters;
  }

  /**
   * A meter that is used.
   *
   * @param most bound of an hour's quantity, in the last of its places
   * @param places after the point
   */
  private record Used(String meter, String unit, long most, int places) {}

  /** On average five CPUs, 8 GiB of memory, 5 GB stored, 10 000 requests and 20 MB sent an hour. */
  private static final List<Used> METERS =
      List.of(
          new Used("cpu.used", "s", 36_000_000_000_000L, 9),
          new Used("memory.used", "By.s", 62_000_000_000_000_000L, 3),
          new Used("storage.used", "By.s", 36_000_000_000_000_000L, 3),
          new Used("requests", "{request}", 20_000, 0),
          new Used("network.transmit", "By", 40_000_000, 0));

  RatedMonth month() {
    Random random = new Random(SEED);
    List<UsageQuantity> usage = new ArrayList<>();
    for (Used used : METERS.subList(0, meters)) {
      for (int hour = 0; hour < RatedMonth.HOURS; hour++) {
        for (Map<String, String> dimensions : dimensions()) {
          usage.add(usage(used, hour, dimensions, random));
        }
      }
    }
    return RatedMonth.of(book, usage);
  }

  private List<Map<String, String>> dimensions() {
    return this == COMPLEX
        ? SIZES.stream().map(size -> Map.of("size", size)).toList()
        : List.of(Map.of());
  }

  private static UsageQuantity usage(
      Used used, int hour, Map<String, String> dimensions, Random random) {
    Instant start = RatedMonth.hour(hour);
    BigDecimal quantity = BigDecimal.valueOf(random.nextLong(used.most()), used.places());
    return new UsageQuantity(
        used.meter(), start, start.plusSeconds(3600), dimensions, quantity, used.unit());
  }
}
