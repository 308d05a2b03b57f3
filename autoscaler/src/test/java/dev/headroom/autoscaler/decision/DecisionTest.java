package dev.headroom.autoscaler.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.autoscaler.demand.WorkloadId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The record of a decision. */
class DecisionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Decision scaling(int from, int to) {
    return new Decision(
        Instant.parse("2026-03-01T10:05:00Z"),
        new Subject("shared", new WorkloadId("acme", "acme-db")),
        Kind.SCALE,
        "reactive",
        Rule.ABOVE_TARGET,
        from,
        to,
        from == to ? Result.HELD : Result.APPLIED,
        new TreeMap<>(
            Map.of("usedCores", new BigDecimal("2.900"), "limit", new BigDecimal("1E+2"))),
        List.of("max-up-factor"),
        "2.9 of its 4 cores are in use",
        "36 % of its cores in use if the load stays",
        null);
  }

  private static Decision pool(int from, int to) {
    Decision base = scaling(from, to);
    return new Decision(
        base.time(),
        new Subject("shared", null),
        Kind.OVERBOOK,
        "joint-peak",
        Rule.JOINT_PEAK,
        from,
        to,
        base.result(),
        base.inputs(),
        List.of(),
        "its tenants reserve 40 cores",
        "all well",
        null);
  }

  /** The contract of the topic: what is read by the job, by dashboards and by people. */
  @Test
  void isThisJson() throws Exception {
    assertThat(JSON.readTree(DecisionJson.write(scaling(2, 4))))
        .isEqualTo(
            JSON.readTree(
                """
                {"decisionId": "%s",
                 "time": "2026-03-01T10:05:00Z",
                 "tenantId": "acme",
                 "pool": "shared",
                 "workload": "acme-db",
                 "kind": "scale",
                 "policy": "reactive",
                 "rule": "above-target",
                 "unit": "{replica}",
                 "fromCapacity": "2",
                 "toCapacity": "4",
                 "result": "applied",
                 "inputs": {"limit": "100", "usedCores": "2.9"},
                 "bounds": ["max-up-factor"],
                 "expected": "36 %% of its cores in use if the load stays",
                 "sentence": "Scaled acme/acme-db from 2 to 4 replicas: 2.9 of its 4 cores are in use.",
                 "error": null}
                """
                    .formatted(scaling(2, 4).id())));
    JsonNode json = JSON.readTree(DecisionJson.write(pool(3, 2)));
    assertThat(json.required("tenantId").isNull()).isTrue();
    assertThat(json.required("workload").isNull()).isTrue();
    assertThat(json.required("kind").asText()).isEqualTo("overbook");
    assertThat(json.required("unit").asText()).isEqualTo("{machine}");
  }

  @Test
  void theIdIsOfWhatWasEvaluatedAndNotOfTheOutcome() {
    Decision decision = scaling(2, 4);
    assertThat(decision.id()).matches("[0-9a-f]{32}");
    assertThat(scaling(2, 3).id()).isEqualTo(decision.id());
    assertThat(decision.failed("no").id()).isEqualTo(decision.id());
    assertThat(pool(2, 4).id()).isNotEqualTo(decision.id());
  }

  @Test
  void isRememberedWhole() {
    for (Decision decision :
        List.of(
            scaling(2, 4),
            scaling(2, 2),
            pool(3, 2),
            scaling(2, 4).failed("it is down"),
            scaling(2, 4).rateLimited("too often"),
            pool(1, 2).recommended())) {
      Decision remembered = DecisionJson.remembered(DecisionJson.remember(decision));
      assertThat(DecisionJson.write(remembered)).isEqualTo(DecisionJson.write(decision));
      assertThat(remembered.reason()).isEqualTo(decision.reason());
    }
  }

  @Test
  void everyOutcomeHasItsSentence() {
    String why = "2.9 of its 4 cores are in use.";
    assertThat(scaling(1, 1).sentence()).isEqualTo("Left acme/acme-db at 1 replica: " + why);
    assertThat(scaling(2, 1).sentence())
        .isEqualTo("Scaled acme/acme-db from 2 to 1 replica: " + why);
    assertThat(scaling(2, 4).recommended().sentence())
        .isEqualTo("Would scale acme/acme-db from 2 to 4 replicas: " + why);
    assertThat(scaling(2, 4).failed("it is down").sentence())
        .isEqualTo(
            "Could not scale acme/acme-db from 2 to 4 replicas:"
                + " it is down; it was to be done because "
                + why);
    assertThat(scaling(2, 4).rateLimited("too often").sentence())
        .isEqualTo(
            "Held back the scaling of acme/acme-db from 2 to 4 replicas:"
                + " too often; it was to be done because "
                + why);
    assertThat(pool(3, 3).sentence())
        .isEqualTo("Left pool shared at 3 machines: its tenants reserve 40 cores.");
    assertThat(pool(3, 4).sentence()).startsWith("Grew pool shared from 3 to 4 machines: ");
    assertThat(pool(3, 1).sentence()).startsWith("Shrank pool shared from 3 to 1 machine: ");
    assertThat(pool(3, 4).recommended().sentence()).startsWith("Would grow pool shared from");
    assertThat(pool(3, 2).failed("x").sentence()).startsWith("Could not shrink pool shared from");
    assertThat(pool(3, 4).rateLimited("x").sentence()).startsWith("Held back the growth of pool");
  }

  @Test
  void whatWasHeldBackSaysByWhat() {
    Decision limited = scaling(2, 4).rateLimited("too often");
    assertThat(limited.rule()).isEqualTo(Rule.RATE_LIMITED);
    assertThat(limited.result()).isEqualTo(Result.HELD);
    assertThat(limited.bounds()).containsExactly("max-up-factor", "rate-limit");
  }
}
