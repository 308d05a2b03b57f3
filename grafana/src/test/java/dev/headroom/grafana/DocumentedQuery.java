package dev.headroom.grafana;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A block of SQL in a page of the documentation; {@code number} counts the page's blocks from 1.
 */
record DocumentedQuery(String page, int number, String sql) {
  private static final Pattern BLOCK =
      Pattern.compile("^ *```sql\\n(.*?)^ *```$", Pattern.DOTALL | Pattern.MULTILINE);

  static List<DocumentedQuery> of(String page) {
    try {
      List<String> blocks =
          BLOCK
              .matcher(Files.readString(Path.of("..", "docs", page)))
              .results()
              .map(found -> found.group(1))
              .toList();
      return IntStream.range(0, blocks.size())
          .mapToObj(index -> new DocumentedQuery(page, index + 1, blocks.get(index)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return page + ", query " + number;
  }
}
