package dev.headroom.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.autoscaler.sizing.Economics;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.trace.Trace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SellingModesTest {
  private static final Economics ECONOMICS = new Economics(0.04, 0.12, 40, 0.01);
  private static final SellingModes.Prices PRICES = new SellingModes.Prices(0.02, 0.03, 0.08, 1);

  private static Trace trace(int steps, Duration step, boolean constant) {
    Random random = new Random(1);
    double[] series = new double[steps];
    for (int t = 0; t < steps; t++) {
      series[t] = constant ? 2 : random.nextInt(5);
    }
    return new Trace("made", step, List.of(new Workload("w", "t", 4, 1)), List.of(series));
  }

  private static Map<String, SellingModes.Row> rows(Trace trace, boolean mayStop, int tenants) {
    Comparison.World world =
        new Comparison.World(Duration.ofMinutes(1), 0, mayStop, ECONOMICS, Conditions.CALM);
    return new SellingModes(trace, world, PRICES)
        .rows(tenants).stream()
            .collect(Collectors.toMap(SellingModes.Row::mode, Function.identity()));
  }

  private static SellingModes.Row row(Map<String, SellingModes.Row> rows, String mode) {
    return Objects.requireNonNull(rows.get(mode), mode);
  }

  @Test
  void whatIsSoldBySizeIsAProduct() {
    Map<String, SellingModes.Row> rows = rows(trace(100, Duration.ofMinutes(5), true), false, 10);

    // 40 cores were sold.
    assertThat(row(rows, "on-prem").revenue()).isCloseTo(0.8, within(1e-9));
    assertThat(row(rows, "on-prem").cost()).isEqualTo(1);
    assertThat(row(rows, "byoc").revenue()).isCloseTo(1.2, within(1e-9));
    assertThat(row(rows, "managed").revenue()).isCloseTo(3.2, within(1e-9));
    assertThat(row(rows, "managed").cost()).isCloseTo(1 + 1.6, within(1e-9));
    assertThat(row(rows, "managed").margin()).isCloseTo(0.6, within(1e-9));
  }

  @Test
  void serverlessIsPaidByUse() {
    Map<String, SellingModes.Row> rows = rows(trace(100, Duration.ofMinutes(5), true), false, 10);

    // Ten tenants use 2 cores each, always: 2.40 an hour. All that was sold costs 1.60.
    SellingModes.Row all = row(rows, "serverless multi-tenant, not overbooked");
    assertThat(all.revenue()).isCloseTo(2.4, within(1e-9));
    assertThat(all.cost()).isCloseTo(1 + 1.6, within(1e-9));
    // What is always wanted needs no more than itself.
    assertThat(row(rows, "serverless multi-tenant, overbooked").cost())
        .isBetween(1 + 0.8, 1 + 0.8 * 1.05);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachWayOfSellingHasARow(boolean mayStop) {
    assertThat(rows(trace(200, Duration.ofMinutes(1), false), mayStop, 3).keySet())
        .containsExactlyInAnyOrder(
            "on-prem",
            "byoc",
            "managed",
            mayStop ? "serverless container, keep-alive" : "serverless container, autopilot",
            mayStop ? "serverless container, warm pool" : "serverless container, forecast",
            "serverless multi-tenant, not overbooked",
            "serverless multi-tenant, overbooked");
  }

  @Test
  void theFirstTenantsAreTheSameHoweverManyFollow() {
    TenantDraw draw = new TenantDraw(trace(100, Duration.ofMinutes(5), false), 7);
    Trace few = draw.tenants(3);
    Trace many = draw.tenants(50);

    for (int w = 0; w < 3; w++) {
      assertThat(many.demand().get(w)).isEqualTo(few.demand().get(w));
    }
    assertThat(many.workloads()).doesNotHaveDuplicates();
  }

  @Test
  void aTenantWantsTheSameInAnotherOrder() {
    Trace trace = trace(100, Duration.ofMinutes(5), false);
    double[] sorted = trace.demand().get(0).clone();
    Arrays.sort(sorted);
    Trace drawn = new TenantDraw(trace, 7).tenants(20);

    for (double[] series : drawn.demand()) {
      double[] own = series.clone();
      Arrays.sort(own);
      assertThat(own).isEqualTo(sorted);
    }
    assertThat(drawn.demand().get(0)).isNotEqualTo(drawn.demand().get(1));
  }

  @Test
  void overSeveralDaysAllHaveTheirNightsTogether() {
    double[] hours = new double[24 * 4];
    for (int t = 0; t < hours.length; t++) {
      hours[t] = t % 24 < 8 ? 0 : 3 + t / 24;
    }
    Trace trace =
        new Trace(
            "days", Duration.ofHours(1), List.of(new Workload("w", "t", 9, 1)), List.of(hours));

    for (double[] series : new TenantDraw(trace, 1).tenants(30).demand()) {
      for (int t = 0; t < series.length; t++) {
        assertThat(series[t] == 0).isEqualTo(t % 24 < 8);
      }
    }
  }

  @Test
  void aNegativePriceIsRefused() {
    assertThatThrownBy(() -> new SellingModes.Prices(-1, 0, 0, 0))
        .hasMessage("a price is -1.0, expected 0 or more");
  }
}
