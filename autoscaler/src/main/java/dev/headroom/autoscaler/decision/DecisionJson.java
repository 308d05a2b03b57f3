package dev.headroom.autoscaler.decision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.autoscaler.demand.WorkloadId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A decision as JSON: as the topic has it, and as the autoscaler itself remembers it. */
public final class DecisionJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DecisionJson() {}

  /** Value of a record of the topic {@code usage.decisions}. */
  public static String write(Decision decision) {
    try {
      return JSON.writeValueAsString(topic(decision));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts is JSON", e);
    }
  }

  private static ObjectNode topic(Decision decision) {
    WorkloadId workload = decision.subject().workload();
    ObjectNode json = JSON.createObjectNode();
    json.put("decisionId", decision.id());
    json.put("time", decision.time().toString());
    json.put("tenantId", workload == null ? null : workload.tenant());
    json.put("pool", decision.subject().pool());
    json.put("workload", workload == null ? null : workload.workload());
    json.put("kind", decision.kind().text());
    json.put("policy", decision.policy());
    json.put("rule", decision.rule().text());
    json.put("unit", decision.unit());
    json.put("fromCapacity", Integer.toString(decision.from()));
    json.put("toCapacity", Integer.toString(decision.to()));
    json.put("result", decision.result().text());
    ObjectNode inputs = json.putObject("inputs");
    decision.inputs().forEach((name, value) -> inputs.put(name, plain(value)));
    ArrayNode bounds = json.putArray("bounds");
    decision.bounds().forEach(bounds::add);
    json.put("expected", decision.expected());
    json.put("sentence", decision.sentence());
    json.put("error", decision.error());
    return json;
  }

  /** Everything that {@link #remembered} needs. */
  public static ObjectNode remember(Decision decision) {
    ObjectNode json = topic(decision);
    json.put("reason", decision.reason());
    return json;
  }

  /** The decision that {@link #remember} wrote. */
  public static Decision remembered(JsonNode json) {
    String pool = json.required("pool").asText();
    @Nullable String tenant = text(json, "tenantId");
    @Nullable String workload = text(json, "workload");
    WorkloadId id = tenant == null || workload == null ? null : new WorkloadId(tenant, workload);
    SortedMap<String, BigDecimal> inputs = new TreeMap<>();
    json.required("inputs")
        .properties()
        .forEach(e -> inputs.put(e.getKey(), new BigDecimal(e.getValue().asText())));
    List<String> bounds = new ArrayList<>();
    json.required("bounds").forEach(bound -> bounds.add(bound.asText()));
    return new Decision(
        Instant.parse(json.required("time").asText()),
        new Subject(pool, id),
        Kind.valueOf(constant(json, "kind")),
        json.required("policy").asText(),
        Rule.valueOf(constant(json, "rule")),
        Integer.parseInt(json.required("fromCapacity").asText()),
        Integer.parseInt(json.required("toCapacity").asText()),
        Result.valueOf(constant(json, "result")),
        inputs,
        bounds,
        json.required("reason").asText(),
        json.required("expected").asText(),
        text(json, "error"));
  }

  private static @Nullable String text(JsonNode json, String name) {
    JsonNode value = json.required(name);
    return value.isNull() ? null : value.asText();
  }

  private static String constant(JsonNode json, String name) {
    return json.required(name).asText().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
  }
}
