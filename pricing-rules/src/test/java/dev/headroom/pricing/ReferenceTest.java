package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of docs/reference/configuration.md are what the product reads. */
class ReferenceTest {

  @Test
  void theExamplesAreValid() throws IOException {
    PriceBook book = PriceBook.parse("configuration.md", example("PriceBook"), Meters.SHIPPED);
    assertThat(book.lines()).hasSize(6);
    assertThat(book.invoice()).hasSize(7);
    Tenants tenants =
        Tenants.parse(
            "configuration.md", example("Tenants"), Map.of(book.id(), book), Meters.SHIPPED);
    assertThat(tenants.find("acme")).isPresent();
  }

  private static String example(String kind) throws IOException {
    String document = Files.readString(Path.of("../docs/reference/configuration.md"));
    int start = document.indexOf("```yaml\n", document.indexOf("\n## " + kind + "\n")) + 8;
    return document.substring(start, document.indexOf("```", start));
  }
}
