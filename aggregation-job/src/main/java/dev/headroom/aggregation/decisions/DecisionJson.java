package dev.headroom.aggregation.decisions;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one decision out of JSON and notes everything that is wrong with it. */
final class DecisionJson {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readerFor(JsonNode.class);

  private static final Set<String> KINDS =
      Set.of("scale", "resize", "overbook", "warm", "sell", "limit");
  private static final Set<String> RESULTS = Set.of("applied", "held", "failed", "recommended");
  private static final int MAX_CAPACITY_CHARS = 40;

  /** A DateTime64 of milliseconds that is also a partition: what ClickHouse can hold. */
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2106-01-01T00:00:00Z");

  private final JsonNode json;
  private final List<String> problems = new ArrayList<>();
  private final Decision decision;

  private DecisionJson(JsonNode json) {
    this.json = json;
    if (!json.isObject()) {
      problems.add("expected a JSON object");
    }
    this.decision = decision(problems.isEmpty());
  }

  static DecisionJson read(byte[] value) {
    try {
      JsonNode json = READER.readValue(value);
      return new DecisionJson(json == null ? MissingNode.getInstance() : json);
    } catch (IOException e) {
      return new DecisionJson(MissingNode.getInstance());
    }
  }

  /** Empty if the decision can be used. */
  List<String> problems() {
    return problems;
  }

  /** Full of defaults if there are {@link #problems}. */
  Decision decision() {
    return decision;
  }

  private Decision decision(boolean isObject) {
    List<String> before = List.copyOf(problems);
    Decision read =
        new Decision(
            id(),
            time(),
            orEmpty("tenantId"),
            text("pool"),
            orEmpty("workload"),
            oneOf("kind", KINDS),
            text("policy"),
            text("rule"),
            text("unit"),
            capacity("fromCapacity"),
            capacity("toCapacity"),
            oneOf("result", RESULTS),
            inputs(),
            bounds(),
            text("expected"),
            text("sentence"),
            orEmpty("error"));
    if (!isObject) {
      problems.clear();
      problems.addAll(before);
    }
    return read;
  }

  private String id() {
    String id = text("decisionId");
    if (!id.isEmpty() && !id.matches("[0-9a-f]{32}")) {
      problems.add("decisionId: expected 32 hex digits");
    }
    return id;
  }

  private String text(String field) {
    JsonNode node = json.path(field);
    if (!node.isTextual()) {
      problems.add(field + ": expected text");
      return "";
    }
    return node.textValue();
  }

  private String orEmpty(String field) {
    return json.path(field).isNull() || json.path(field).isMissingNode() ? "" : text(field);
  }

  private String oneOf(String field, Set<String> known) {
    String value = text(field);
    if (!known.contains(value)) {
      problems.add(
          field + ": expected one of " + String.join(", ", new java.util.TreeSet<>(known)));
    }
    return value;
  }

  private Instant time() {
    try {
      Instant time = Instant.parse(text("time"));
      if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
        return time;
      }
    } catch (DateTimeException e) {
      // told below, as a time that ClickHouse cannot hold is
    }
    problems.add("time: expected ISO-8601 in UTC, from 1970 to 2105");
    return EARLIEST;
  }

  /** At most nine places after the point and 29 before it: Decimal(38, 9). */
  private BigDecimal capacity(String field) {
    String value = text(field);
    if (value.matches("-?[0-9]{1,29}([.][0-9]{1,9})?") && value.length() <= MAX_CAPACITY_CHARS) {
      return new BigDecimal(value);
    }
    problems.add(field + ": expected a decimal as text, at most 9 places after the point");
    return BigDecimal.ZERO;
  }

  private SortedMap<String, String> inputs() {
    SortedMap<String, String> inputs = new TreeMap<>();
    JsonNode node = json.path("inputs");
    boolean good = node.isObject();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      good &= entry.getValue().isTextual();
      inputs.put(entry.getKey(), entry.getValue().asText());
    }
    if (!good) {
      problems.add("inputs: expected an object of texts");
    }
    return inputs;
  }

  private List<String> bounds() {
    List<String> bounds = new ArrayList<>();
    JsonNode node = json.path("bounds");
    boolean good = node.isArray();
    for (JsonNode bound : node) {
      good &= bound.isTextual();
      bounds.add(bound.asText());
    }
    if (!good) {
      problems.add("bounds: expected an array of texts");
    }
    return bounds;
  }
}
