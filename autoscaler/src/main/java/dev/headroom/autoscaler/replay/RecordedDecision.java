package dev.headroom.autoscaler.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.demand.WorkloadId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A decision as the topic {@code usage.decisions} has it.
 *
 * @param json value of the record
 * @param workload null for the pool as a whole
 * @param from capacity before
 */
public record RecordedDecision(
    String json,
    JsonNode tree,
    String id,
    Instant time,
    Kind kind,
    String pool,
    @Nullable WorkloadId workload,
    int from) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the value of a record; empty if it is a decision of another kind, such as one about a
   * budget.
   *
   * @throws IllegalArgumentException if it is no decision; the message says what was expected
   */
  public static Optional<RecordedDecision> read(String json) {
    try {
      JsonNode tree = JSON.readTree(json);
      String kind = tree.required("kind").asText();
      Optional<Kind> known =
          Arrays.stream(Kind.values()).filter(k -> k.text().equals(kind)).findFirst();
      if (known.isEmpty()) {
        return Optional.empty();
      }
      String workload = tree.path("workload").asText("");
      return Optional.of(
          new RecordedDecision(
              json,
              tree,
              tree.required("decisionId").asText(),
              Instant.parse(tree.required("time").asText()),
              known.get(),
              tree.required("pool").asText(),
              tree.path("workload").isNull() || workload.isEmpty()
                  ? null
                  : new WorkloadId(tree.required("tenantId").asText(), workload),
              Integer.parseInt(tree.required("fromCapacity").asText())));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a record is no decision of an autoscaler, expected JSON with decisionId, time, kind,"
              + " pool and fromCapacity: "
              + e.getMessage(),
          e);
    }
  }
}
