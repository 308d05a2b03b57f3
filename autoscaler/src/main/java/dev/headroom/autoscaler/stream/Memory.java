package dev.headroom.autoscaler.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.autoscaler.cluster.JsonFile;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.DecisionJson;
import dev.headroom.autoscaler.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The file of what must survive a restart. It is written after an evaluation and before its
 * decisions are carried out, so they can be carried out again: each sets an absolute number and has
 * the same id.
 */
final class Memory {
  private static final int VERSION = 1;

  private final JsonFile file;

  Memory(Path path) {
    this.file = new JsonFile(path);
  }

  /**
   * What was remembered.
   *
   * @param offsets by partition, from where usage has to be read
   * @param unfinished decisions that may not have been carried out or recorded
   */
  record Recalled(Map<Integer, Long> offsets, List<Decision> unfinished) {}

  void write(Engine engine, Map<Integer, Long> offsets, List<Decision> unfinished)
      throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    ObjectNode from = json.putObject("offsets");
    new TreeMap<>(offsets).forEach((partition, offset) -> from.put("" + partition, offset));
    json.set("engine", engine.memory());
    json.putArray("unfinished").addAll(unfinished.stream().map(DecisionJson::remember).toList());
    file.write(json);
  }

  /** Gives the engine its memory back; empty if there is none. */
  Optional<Recalled> recall(Engine engine) throws IOException {
    Optional<JsonNode> written = file.read();
    if (written.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(recall(engine, written.get()));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException(
          file.path() + " is damaged: " + e.getMessage() + "; without it cooldowns start anew", e);
    }
  }

  private Recalled recall(Engine engine, JsonNode json) throws IOException {
    int version = json.required("version").asInt();
    if (version != VERSION) {
      throw new IOException(
          "%s has version %d, expected %d".formatted(file.path(), version, VERSION));
    }
    engine.remember(json.required("engine"));
    Map<Integer, Long> offsets = new TreeMap<>();
    json.required("offsets")
        .properties()
        .forEach(e -> offsets.put(Integer.valueOf(e.getKey()), e.getValue().asLong()));
    List<Decision> unfinished = new ArrayList<>();
    json.required("unfinished").forEach(d -> unfinished.add(DecisionJson.remembered(d)));
    return new Recalled(offsets, unfinished);
  }
}
