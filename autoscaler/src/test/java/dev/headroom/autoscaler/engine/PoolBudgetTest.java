package dev.headroom.autoscaler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** 24 a day, machines that cost 0.50 an hour: two of them all day. */
class PoolBudgetTest {
  private final PoolBudget budget = new PoolBudget(BigDecimal.valueOf(24), new BigDecimal("0.5"));

  private static Instant at(String time) {
    return Instant.parse("2026-03-0" + time + ":00Z");
  }

  @Test
  void whatIsLeftHasToLastUntilTheDayEnds() {
    budget.add(at("1T00:00"), 1);
    assertThat(budget.atMost(at("1T00:00"))).isEqualTo(2);
    budget.add(at("1T12:00"), 1);
    assertThat(budget.spent()).isEqualByComparingTo("6");
    assertThat(budget.atMost(at("1T12:00"))).isEqualTo(3);
    budget.add(at("1T18:00"), 6);
    assertThat(budget.spent()).isEqualByComparingTo("24");
    assertThat(budget.atMost(at("1T18:00"))).isZero();
  }

  @Test
  void aDayBeginsAtMidnightInUtc() {
    budget.add(at("1T20:00"), 1);
    budget.add(at("1T23:00"), 8);
    assertThat(budget.spent()).isEqualByComparingTo("12");
    budget.add(at("2T02:00"), 8);
    assertThat(budget.spent()).isEqualByComparingTo("8");
    assertThat(budget.atMost(at("2T02:00"))).isEqualTo(1);
    budget.add(at("5T01:00"), 2);
    assertThat(budget.spent()).isEqualByComparingTo("1");
  }

  @Test
  void itIsRemembered() {
    budget.add(at("1T00:00"), 1);
    budget.add(at("1T12:00"), 1);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    budget.write(json);
    PoolBudget after = new PoolBudget(BigDecimal.valueOf(24), new BigDecimal("0.5"));
    after.read(json);
    after.add(at("1T18:00"), 6);
    assertThat(after.spent()).isEqualByComparingTo("24");
  }
}
