package dev.headroom.autoscaler.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.MemoryDemand;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.forecast.Calibration;
import dev.headroom.autoscaler.overbooking.JointForecastPolicy;
import dev.headroom.autoscaler.overbooking.JointPeakPolicy;
import dev.headroom.autoscaler.overbooking.JointUse;
import dev.headroom.autoscaler.overbooking.PoolPolicy;
import dev.headroom.autoscaler.policy.DemandForecast;
import dev.headroom.autoscaler.policy.MemoryFloor;
import dev.headroom.autoscaler.policy.ScalingMemory;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the engine remembers over a restart, as JSON. */
final class EngineMemory {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private EngineMemory() {}

  static ObjectNode write(Collection<PoolEngine> pools) {
    ObjectNode all = JSON.objectNode();
    for (PoolEngine pool : pools) {
      ObjectNode json = all.putObject(pool.pool().name());
      json.put("evaluated", text(pool.clock().lastEvaluated()));
      write(json, pool.sizing().recording());
      write(json, pool.sizing().policy());
      pool.outcome().write(json.putObject("outcome"));
      PoolBudget budget = pool.sizing().budget();
      if (budget != null) {
        budget.write(json.putObject("budget"));
      }
      WarmSizing warm = pool.warm();
      if (warm != null) {
        ObjectNode kept = json.putObject("warm");
        write(kept, warm.recording());
        kept.put("policy", Blob.write(warm.policy()::write));
      }
      Selling selling = pool.selling();
      if (selling != null) {
        write(json.putObject("selling"), selling.recording());
      }
      Calibration calibration = pool.calibration();
      if (calibration != null) {
        json.put("calibration", Blob.write(calibration::write));
      }
      ArrayNode workloads = json.putArray("workloads");
      pool.workloads().forEach((id, workload) -> write(workloads.addObject(), id, workload));
    }
    return all;
  }

  private static void write(ObjectNode json, PoolPolicy policy) {
    ArrayNode jointUse = json.putArray("jointUse");
    for (JointUse.Sample sample : history(policy).samples()) {
      jointUse.addArray().add(sample.time().toString()).add(sample.cores().toPlainString());
    }
    if (policy instanceof JointForecastPolicy forecast) {
      json.put("jointForecast", Blob.write(forecast::write));
    }
  }

  private static JointUse history(PoolPolicy policy) {
    return policy instanceof JointForecastPolicy forecast
        ? forecast.fallback().history()
        : ((JointPeakPolicy) policy).history();
  }

  private static void write(ObjectNode json, WorkloadId id, WorkloadScaling workload) {
    json.put("tenant", id.tenant());
    json.put("workload", id.workload());
    json.put("reporters", workload.expectedReporters());
    json.put("evaluations", workload.outcome().evaluations());
    json.put("violations", workload.outcome().violations());
    json.put("scaledUp", text(workload.memory().lastScaleUp()));
    ScalingMemory.ScaleDown down = workload.memory().lastScaleDown();
    if (down != null) {
      json.putObject("scaledDown")
          .put("time", down.time().toString())
          .put("from", down.from())
          .put("to", down.to());
    }
    json.put("noScaleDownUntil", text(workload.memory().noScaleDownUntil()));
    write(json, workload.recording());
    ArrayNode needs = json.putArray("needs");
    for (ScalingMemory.Need need : workload.memory().needs()) {
      needs.addArray().add(need.time().toString()).add(need.replicas());
    }
    MemoryFloor floor = workload.floor();
    MemoryDemand used = workload.memoryDemand();
    if (floor != null && used != null) {
      json.put("memoryFloor", Blob.write(floor::write));
      json.put("memoryDemand", Blob.write(used::write));
    }
    DemandForecast forecast = workload.forecast();
    if (forecast != null) {
      json.put("forecast", Blob.write(forecast::write));
    }
  }

  private static void write(ObjectNode json, Recording recording) {
    Rule guard = recording.guard();
    json.put("recorded", text(recording.last()));
    json.put("guard", guard == null ? null : guard.name());
    json.put("advised", recording.advised());
    json.put("left", recording.left());
    json.put("acted", recording.acted());
  }

  static void read(JsonNode all, Map<String, PoolEngine> pools) {
    for (PoolEngine pool : pools.values()) {
      JsonNode json = all.path(pool.pool().name());
      if (json.isMissingNode()) {
        continue;
      }
      Instant evaluated = time(json.required("evaluated"));
      if (evaluated != null) {
        pool.clock().evaluated(evaluated);
      }
      read(json, pool.sizing().recording());
      read(json, pool.sizing().policy());
      if (json.has("outcome")) {
        pool.outcome().read(json.required("outcome"));
      }
      PoolBudget budget = pool.sizing().budget();
      if (budget != null && json.has("budget")) {
        budget.read(json.required("budget"));
      }
      WarmSizing warm = pool.warm();
      if (warm != null && json.has("warm")) {
        read(json.required("warm"), warm.recording());
        Blob.read(json.required("warm"), "policy", warm.policy()::read);
      }
      Selling selling = pool.selling();
      if (selling != null && json.has("selling")) {
        read(json.required("selling"), selling.recording());
      }
      Calibration calibration = pool.calibration();
      if (calibration != null && json.has("calibration")) {
        Blob.read(json, "calibration", calibration::read);
      }
      for (JsonNode workload : json.required("workloads")) {
        WorkloadScaling known = pool.workloads().get(id(workload));
        if (known != null) {
          read(workload, known);
        }
      }
    }
  }

  /** A policy that was not there before has learnt nothing yet. */
  private static void read(JsonNode json, PoolPolicy policy) {
    List<JointUse.Sample> samples = new ArrayList<>();
    for (JsonNode sample : json.required("jointUse")) {
      samples.add(
          new JointUse.Sample(
              Instant.parse(sample.required(0).asText()),
              new BigDecimal(sample.required(1).asText())));
    }
    history(policy).addAll(samples);
    if (policy instanceof JointForecastPolicy forecast && json.has("jointForecast")) {
      Blob.read(json, "jointForecast", forecast::read);
    }
  }

  private static WorkloadId id(JsonNode json) {
    return new WorkloadId(json.required("tenant").asText(), json.required("workload").asText());
  }

  private static void read(JsonNode json, WorkloadScaling workload) {
    List<ScalingMemory.Need> needs = new ArrayList<>();
    for (JsonNode need : json.required("needs")) {
      needs.add(
          new ScalingMemory.Need(
              Instant.parse(need.required(0).asText()), need.required(1).asInt()));
    }
    workload.remember(
        ScalingMemory.of(
            needs,
            time(json.required("scaledUp")),
            json.has("scaledDown") ? scaleDown(json.required("scaledDown")) : null,
            json.has("noScaleDownUntil") ? time(json.required("noScaleDownUntil")) : null),
        json.required("reporters").asInt());
    read(json, workload.recording());
    workload.outcome().remember(json.path("evaluations").asInt(), json.path("violations").asInt());
    MemoryFloor floor = workload.floor();
    MemoryDemand used = workload.memoryDemand();
    if (floor != null && used != null && json.has("memoryFloor")) {
      Blob.read(json, "memoryFloor", floor::read);
      Blob.read(json, "memoryDemand", used::read);
    }
    DemandForecast forecast = workload.forecast();
    if (forecast != null && json.has("forecast")) {
      Blob.read(json, "forecast", forecast::read);
    }
  }

  private static ScalingMemory.ScaleDown scaleDown(JsonNode json) {
    return new ScalingMemory.ScaleDown(
        Instant.parse(json.required("time").asText()),
        json.required("from").asInt(),
        json.required("to").asInt());
  }

  private static void read(JsonNode json, Recording recording) {
    JsonNode guard = json.required("guard");
    recording.remember(
        time(json.required("recorded")),
        guard.isNull() ? null : Rule.valueOf(guard.asText()),
        json.required("advised").asInt(),
        json.path("left").asInt(),
        json.path("acted").asBoolean());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static @Nullable Instant time(JsonNode json) {
    return json.isNull() ? null : Instant.parse(json.asText());
  }
}
