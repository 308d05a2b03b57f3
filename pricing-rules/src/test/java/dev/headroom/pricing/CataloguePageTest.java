package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/reference/catalogue.md has a row for every book that is shipped, and for no other. */
class CataloguePageTest {
  private static final Path PAGE = Path.of("../docs/reference/catalogue.md");

  @Test
  void everyBookHasARowWithItsModeAndItsExamples() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>(PriceBooks.catalogue());
    texts.putAll(PriceBooks.vendors());
    List<String> expected = new ArrayList<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      PriceBook book = PriceBook.parse(text.getKey(), text.getValue(), Meters.SHIPPED);
      expected.add(link(book.id(), text.getKey()) + mode(book) + examples(book.id()));
    }
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| [`"))
            .map(CataloguePageTest::withoutWhatIsTaken)
            .toList();
    assertThat(rows).containsExactlyElementsOf(expected);
  }

  private static String link(String id, String file) {
    return "| [`%s`](../../pricing-rules/catalog/%s) ".formatted(id, file);
  }

  private static String mode(PriceBook book) {
    return "| %s ".formatted(book.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static String examples(String id) throws IOException {
    List<String> files =
        VendorExample.all().stream()
            .filter(row -> row.get("book").equals(id))
            .map(row -> "`" + row.get("usage") + "`")
            .distinct()
            .toList();
    return files.isEmpty() ? "|" : "| " + String.join(", ", files) + " |";
  }

  /** What a unit is taken for is the third cell; that it says something is all that is asked. */
  private static String withoutWhatIsTaken(String row) {
    return row.replaceFirst("^([|][^|]+[|][^|]+)[|] [^|]*[a-z][^|]* (?=[|])", "$1");
  }
}
