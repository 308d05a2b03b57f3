package dev.headroom.collectors.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.embedded.EmbeddedKafka;
import io.grpc.Status;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
 * Who may say that usage is whose: by what a client proves, the claimed tenant, where the claim
 * stands, and the protocol.
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

  /**
   * By what the sender proves, and the tenant that is claimed at the resource, the scope or the
   * point: the key of the record, with a star if it is marked as a shared process's; or how the
   * request is refused, by its HTTP status.
   */
  private static final String IDENTITIES =
      """
      sender                       | -          | acme       | globex     | initech | shared-db  | ''
      token of acme                | acme       | acme       | 403        | 403     | 403        | 403
      certificate of acme          | acme       | acme       | 403        | 403     | 403        | 403
      JWT of acme                  | acme       | acme       | 403        | 403     | 403        | 403
      JWT with a claim             | acme       | acme       | 403        | 403     | 403        | 403
      token of shared-db           | shared-db* | shared-db* | shared-db* | 403     | shared-db* | 403
      certificate of shared-db     | shared-db* | shared-db* | shared-db* | 403     | shared-db* | 403
      JWT of shared-db             | shared-db* | shared-db* | shared-db* | 403     | shared-db* | 403
      token and certificate of one | shared-db* | shared-db* | shared-db* | 403     | shared-db* | 403
      nothing                      | 401        | 401        | 401        | 401     | 401        | 401
      unknown token                | 401        | 401        | 401        | 401     | 401        | 401
      expired token                | 401        | 401        | 401        | 401     | 401        | 401
      revoked token                | 401        | 401        | 401        | 401     | 401        | 401
      expired JWT                  | 401        | 401        | 401        | 401     | 401        | 401
      JWT signed by a stranger     | 401        | 401        | 401        | 401     | 401        | 401
      JWT for another audience     | 401        | 401        | 401        | 401     | 401        | 401
      revoked JWT                  | 401        | 401        | 401        | 401     | 401        | 401
      revoked certificate          | 401        | 401        | 401        | 401     | 401        | 401
      certificate of nobody        | 401        | 401        | 401        | 401     | 401        | 401
      certificate by a stranger    | 401        | 401        | 401        | 401     | 401        | 401
      token and certificate of two | 401        | 401        | 401        | 401     | 401        | 401
      """;

  private static final List<String> PLACES = List.of("resource", "scope", "point");
  private static final List<String> PROTOCOLS = List.of("gRPC", "HTTP protobuf", "HTTP JSON");
  private static final Map<Status.Code, String> GRPC =
      Map.of(
          Status.Code.OK, "200",
          Status.Code.UNAUTHENTICATED, "401",
          Status.Code.PERMISSION_DENIED, "403");

  private static List<String> cells(String line) {
    return List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
  }

  /** A request, of which the topic tells what became. */
  private record Case(String name, ExportMetricsServiceRequest request, String expected) {}

  @Test
  void everyIdentityOnEveryProtocol(@TempDir Path directory) throws Exception {
    List<Case> cases = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    Map<Integer, String> stored = new HashMap<>();
    List<String> claims = cells(IDENTITIES.lines().findFirst().orElseThrow());
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        SpoofSenders senders = new SpoofSenders(kafka, directory)) {
      for (String line : IDENTITIES.lines().skip(1).toList()) {
        List<String> row = cells(line);
        try (GrpcCalls grpc = senders.grpc(row.get(0))) {
          for (int claim = 1; claim < row.size(); claim++) {
            for (String place : PLACES) {
              for (String protocol : PROTOCOLS) {
                byte[] request =
                    Requests.numbered(at(place, claim(claims.get(claim))), cases.size());
                String name = String.join(", ", row.get(0), claims.get(claim), place, protocol);
                cases.add(
                    new Case(name, ExportMetricsServiceRequest.parseFrom(request), row.get(claim)));
                answers.add(answer(protocol, row.get(0), senders, grpc, request));
              }
            }
          }
        }
      }
      for (var record : UsageRecords.all(kafka.bootstrapServers(), SpoofSenders.TOPIC)) {
        String number = Requests.description(record.value());
        if (!number.isEmpty()) {
          var sent = cases.get(Integer.parseInt(number)).request();
          assertThat(ExportMetricsServiceRequest.parseFrom(record.value())).isEqualTo(sent);
          List<String> keyAndMark = keyAndMark(record);
          String key = keyAndMark.get(0) + (keyAndMark.get(1).equals("yes") ? "*" : "");
          stored.merge(Integer.parseInt(number), key, (one, other) -> one + " and " + other);
        }
      }
    }
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      String expected = cases.get(i).expected();
      boolean refused = expected.startsWith("4");
      String found = answers.get(i) + " " + stored.getOrDefault(i, "nothing");
      if (!found.equals(refused ? expected + " nothing" : "200 " + expected)) {
        wrong.add(cases.get(i).name() + ": expected " + expected + ", found " + found);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(cases).hasSize(20 * 6 * 3 * 3);
  }

  private static byte[] at(String place, @Nullable String claim) {
    return Requests.claiming(
        place.equals("point") ? claim : null,
        place.equals("scope") ? claim : null,
        place.equals("resource") ? claim : null);
  }

  private static String answer(
      String protocol, String sender, SpoofSenders senders, GrpcCalls grpc, byte[] request)
      throws Exception {
    if (protocol.equals("gRPC")) {
      Status status = grpc.send(request, null);
      return GRPC.getOrDefault(status.getCode(), status.toString());
    }
    MediaType type = protocol.equals("HTTP JSON") ? MediaType.JSON : MediaType.PROTOBUF;
    return Integer.toString(senders.http(sender, request, type));
  }

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
        List<String> row = cells(line);
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
