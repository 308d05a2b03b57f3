package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishedBookTest {
  private static final String TEXT =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: b
      name: B
      mode: serverless
      source: Made up
      sourceDate: 2026-01-01
      currency: EUR
      lines:
        - id: plan
          description: Plan
          prices:
            - {from: 2026-01-01, price: 1}
      """;

  private static PriceBook book(String text) {
    return PriceBook.parse("b.yaml", text, Map.of());
  }

  @Test
  void itsKeyIsItsIdAndItsVersion() {
    PublishedBook book = new PublishedBook("eu.large-2", 12, TEXT);
    assertThat(book.key()).isEqualTo("eu.large-2@12");
    assertThat(PublishedBook.of(book.key(), TEXT)).contains(book);
    assertThat(PublishedBook.of("b@999999999", ""))
        .contains(new PublishedBook("b", 999_999_999, ""));
    for (String key :
        new String[] {"b", "b@", "@1", "b@0", "b@01", "b@-1", "b@1000000000", "b@1@2"}) {
      assertThat(PublishedBook.of(key, TEXT)).as(key).isEmpty();
    }
  }

  @Test
  void aBookPromisesWhatItsDaysCost() {
    LocalDate open = LocalDate.of(2026, 6, 1);
    PriceBook held = book(TEXT);
    String later = TEXT + "      - {from: 2026-06-01, price: 2}\n";
    assertThat(book(later).until(open)).isEqualTo(held.until(open));
    assertThat(book(later).until(open.plusDays(1))).isNotEqualTo(held.until(open.plusDays(1)));
    assertThat(book(TEXT.replace("name: B", "name: C").replace("Made up", "Changed")).until(open))
        .isEqualTo(held.until(open));
    assertThat(book(TEXT.replace("price: 1", "price: 3")).until(open))
        .isNotEqualTo(held.until(open));
    String step = "invoice: [{id: vat, description: VAT, tax: 19}]\n";
    assertThat(book(TEXT + step).until(open)).isNotEqualTo(held.until(open));
    String line = "  - {id: new, description: New, prices: [{from: 2026-06-01, price: 5}]}\n";
    assertThat(book(TEXT + line).until(open)).isEqualTo(held.until(open));
    assertThat(book(later.replace("2026-06-01", "2026-05-31")).until(open))
        .isNotEqualTo(held.until(open));
  }

  @Test
  void aPriceThatHasEndedBeforeIsPromisedAsItWas() {
    String ended =
        TEXT.replace("{from: 2026-01-01, price: 1}", "{from: 2026-01-01, price: 1, to: %s}");
    LocalDate open = LocalDate.of(2026, 6, 1);
    PriceBook may = book(ended.formatted("2026-05-01"));
    assertThat(may.until(open).lines().get(0).prices().get(0).to())
        .isEqualTo(LocalDate.of(2026, 5, 1));
    assertThat(may.until(open)).isNotEqualTo(book(TEXT).until(open));
    assertThat(book(ended.formatted("2026-06-01")).until(open)).isEqualTo(book(TEXT).until(open));
    assertThat(book(ended.formatted("2026-07-01")).until(open)).isEqualTo(book(TEXT).until(open));
  }
}
