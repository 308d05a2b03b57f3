package dev.headroom.cli.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemandTest {
  private final Trace trace = Trace.shipped();
  private final Fleet fleet = Fleet.shipped();
  private final Demand demand = Demand.of(trace, fleet);

  @Test
  void dividesEveryRequestOfTheTraceAmongTheTenants() {
    for (int step = 0; step < trace.steps(); step++) {
      int s = step;
      long[] parts =
          IntStream.range(0, fleet.tenants().size())
              .mapToLong(t -> demand.requests(t, s))
              .toArray();
      assertThat(Arrays.stream(parts).min().orElseThrow()).isNotNegative();
      assertThat(IntStream.range(0, parts.length).mapToLong(t -> parts[t]).sum())
          .isEqualTo(trace.requests(step));
    }
  }

  @Test
  void peaksOfTheTenantsDoNotCoincide() {
    Set<Integer> hours = new HashSet<>();
    for (int tenant = 0; tenant < fleet.tenants().size(); tenant++) {
      if (fleet.tenants().get(tenant).servesRequests()) {
        hours.add(busiestHour(tenant));
      }
    }
    assertThat(hours).hasSizeGreaterThanOrEqualTo(5);
  }

  private int busiestHour(int tenant) {
    return IntStream.range(0, 24)
        .boxed()
        .max(Comparator.comparingLong(hour -> requestsIn(tenant, hour)))
        .orElseThrow();
  }

  private long requestsIn(int tenant, int hour) {
    return IntStream.range(0, trace.steps())
        .filter(step -> step / 12 % 24 == hour)
        .mapToLong(step -> demand.requests(tenant, step))
        .sum();
  }
}
