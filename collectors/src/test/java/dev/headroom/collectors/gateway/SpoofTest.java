package dev.headroom.collectors.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may say that usage is whose: by the token, the claimed tenant, and where the claim stands.
 */
class SpoofTest {

  private static final Map<String, String> TOKENS =
      Map.of(
          "acme", Stand.ACME_TOKEN,
          "shared-db", Stand.SHARED_TOKEN,
          "shared-any", Stand.ANYBODY_TOKEN);

  /** shared-db may report for acme and globex, shared-any for whomever. */
  private static final String MATRIX =
      """
      token of   | point      | scope   | resource | answer | key        | shared
      acme       | -          | -       | -        | 200    | acme       | no
      acme       | acme       | acme    | acme     | 200    | acme       | no
      acme       | globex     | -       | -        | 403    |            |
      acme       | -          | globex  | -        | 403    |            |
      acme       | -          | -       | globex   | 403    |            |
      acme       | acme       | -       | globex   | 403    |            |
      acme       | ''         | -       | -        | 403    |            |
      shared-db  | -          | -       | -        | 200    | shared-db  | yes
      shared-db  | acme       | -       | -        | 200    | shared-db  | yes
      shared-db  | acme       | globex  | -        | 200    | shared-db  | yes
      shared-db  | -          | -       | globex   | 200    | shared-db  | yes
      shared-db  | shared-db  | -       | -        | 200    | shared-db  | yes
      shared-db  | initech    | -       | -        | 403    |            |
      shared-db  | acme       | initech | -        | 403    |            |
      shared-db  | acme       | -       | initech  | 403    |            |
      shared-db  | shared-any | -       | -        | 403    |            |
      shared-db  | ''         | -       | -        | 403    |            |
      shared-any | initech    | -       | -        | 200    | shared-any | yes
      shared-any | -          | Initech | -        | 403    |            |
      shared-any | ''         | -       | -        | 403    |            |
      """;

  private static @Nullable String claim(String cell) {
    return cell.equals("-") ? null : cell.equals("''") ? "" : cell;
  }

  @Test
  void theMatrix(@TempDir Path directory) throws Exception {
    List<List<String>> expected = new ArrayList<>();
    List<List<String>> found = new ArrayList<>();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Stand stand = Stand.start(kafka)) {
      Set<String> seen = new HashSet<>();
      for (String line : MATRIX.lines().skip(1).toList()) {
        List<String> row = List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
        expected.add(row);
        List<String> cells = new ArrayList<>(row.subList(0, 4));
        byte[] request = Requests.claiming(claim(row.get(1)), claim(row.get(2)), claim(row.get(3)));
        String token = Objects.requireNonNull(TOKENS.get(row.get(0)));
        HttpPost post = new HttpPost(stand, request).header("Authorization", "Bearer " + token);
        cells.add(Integer.toString(post.send().statusCode()));
        List<String> stored = List.of("", "");
        for (ConsumerRecord<byte[], byte[]> record : stand.records()) {
          if (seen.add(record.partition() + "@" + record.offset())) {
            assertThat(record.value()).isEqualTo(request);
            stored = keyAndMark(record);
          }
        }
        cells.addAll(stored);
        found.add(cells);
      }
    }
    assertThat(found).containsExactlyElementsOf(expected);
  }

  private static List<String> keyAndMark(ConsumerRecord<byte[], byte[]> record) {
    Header mark = record.headers().lastHeader("headroom-shared");
    boolean shared = mark != null && Arrays.equals(mark.value(), "true".getBytes(UTF_8));
    return List.of(UsageRecords.key(record), shared ? "yes" : "no");
  }
}
