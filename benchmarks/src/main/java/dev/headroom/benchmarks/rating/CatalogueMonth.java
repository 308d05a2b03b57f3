package dev.headroom.benchmarks.rating;

import dev.headroom.pricing.MeterPart;
import dev.headroom.pricing.PriceBook;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.PriceLine;
import dev.headroom.pricing.Subscription;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import dev.headroom.usage.meter.MeterSet;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A month in which something of every line of a vendor's book is used, every hour. */
final class CatalogueMonth {
  private static final long SEED = 20260701;
  private static final long MOST_QUANTA = 9_000_000_000_000L;

  /** Values of each dimension that a line keeps apart. */
  private static final List<String> VALUES = List.of("a", "b");

  private final PriceBook book;
  private final Map<String, String> units;

  /** What is used every hour. */
  private record Used(String meter, Map<String, String> dimensions) {}

  private CatalogueMonth(PriceBook book, Map<String, String> shipped) {
    this.book = book;
    this.units = new HashMap<>(shipped);
    this.units.putAll(book.meters());
  }

  /** The books of the vendors, by their id. */
  static Map<String, PriceBook> books() {
    return PriceBooks.parse(PriceBooks.vendors(), MeterSet.shipped().units()).byId();
  }

  /** The same quantities at every call. */
  static RatedMonth of(PriceBook book) {
    List<UsageQuantity> usage =
        new CatalogueMonth(book, MeterSet.shipped().units()).usage(new Random(SEED));
    Subscription always = new Subscription(book.id(), Instant.EPOCH, null);
    return new RatedMonth(
        new PriceBooks(Map.of(book.id(), book)),
        new Tenant("acme", "acme", List.of(always)),
        usage);
  }

  private List<UsageQuantity> usage(Random random) {
    Set<Used> all = new LinkedHashSet<>();
    for (PriceLine line : book.lines()) {
      for (MeterPart part : line.parts()) {
        all.addAll(used(line, part));
      }
    }
    List<UsageQuantity> usage = new ArrayList<>();
    for (Used used : all) {
      String unit = units.getOrDefault(used.meter(), "1");
      for (int hour = 0; hour < RatedMonth.HOURS; hour++) {
        Instant start = RatedMonth.hour(hour);
        BigDecimal quantity = BigDecimal.valueOf(random.nextLong(MOST_QUANTA), UsageQuantity.SCALE);
        usage.add(
            new UsageQuantity(
                used.meter(), start, start.plusSeconds(3600), used.dimensions(), quantity, unit));
      }
    }
    return usage;
  }

  private static List<Used> used(PriceLine line, MeterPart part) {
    Map<String, String> fixed = new HashMap<>(line.where());
    fixed.putAll(part.where());
    List<Map<String, String>> all = new ArrayList<>(List.of(fixed));
    for (String dimension : line.each()) {
      List<Map<String, String>> more = new ArrayList<>();
      for (Map<String, String> some : all) {
        for (String value : VALUES) {
          Map<String, String> one = new HashMap<>(some);
          one.putIfAbsent(dimension, value);
          more.add(one);
        }
      }
      all = more;
    }
    return all.stream().distinct().map(dimensions -> new Used(part.meter(), dimensions)).toList();
  }
}
