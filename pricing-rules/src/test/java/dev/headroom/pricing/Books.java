package dev.headroom.pricing;

import java.util.LinkedHashMap;
import java.util.Map;

/** Price books of which only the id matters. */
final class Books {
  private Books() {}

  static Map<String, PriceBook> named(String... ids) {
    Map<String, PriceBook> books = new LinkedHashMap<>();
    for (String id : ids) {
      String text =
          """
          apiVersion: headroom.dev/v1
          kind: PriceBook
          id: %s
          name: Any
          mode: serverless
          source: this test
          sourceDate: 2026-01-01
          currency: USD
          lines: [{id: plan, description: Plan, prices: [{from: 2020-01-01, price: 1}]}]
          """;
      books.put(id, PriceBook.parse(id + ".yaml", text.formatted(id), Map.of()));
    }
    return books;
  }
}
