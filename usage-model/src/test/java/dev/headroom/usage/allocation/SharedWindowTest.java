package dev.headroom.usage.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.meter.Allocation;
import dev.headroom.usage.meter.Allocation.Rule;
import dev.headroom.usage.meter.Allocation.Untagged;
import dev.headroom.usage.meter.Allocation.Within;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Laws of allocation over random histories: nothing is lost or made, the order of arrival does not
 * matter, and a model that hands the overhead out unit by unit agrees.
 */
class SharedWindowTest {

  private static final int HISTORIES = 3000;
  private static final List<Rule> RULES = List.of(Rule.values());
  private static final String[] TENANTS = {"acme", "globex", "initech", "umbrella"};
  private static final String[] DIMENSIONS = {"{}", "{\"region\":\"eu\"}"};

  /** One thing that arrives; a weight has no dimensions, untagged usage no tenant. */
  private record Arrival(String dimensions, String tenant, long raw) {
    boolean isWeight() {
      return dimensions.isEmpty();
    }

    SharedUsage usage() {
      SharedUsage usage = new SharedUsage();
      if (isWeight()) {
        usage.weigh(tenant, BigInteger.valueOf(raw));
      } else {
        usage.use(dimensions, tenant, BigInteger.valueOf(raw));
      }
      return usage;
    }
  }

  private static Allocation rule(Random random) {
    return new Allocation(
        RULES.get(random.nextInt(RULES.size())),
        "driver",
        random.nextBoolean() ? Untagged.TOTAL : Untagged.OVERHEAD,
        Within.RESOURCE);
  }

  private static List<Arrival> history(Random random) {
    List<Arrival> history = new ArrayList<>();
    int count = random.nextInt(20);
    for (int i = 0; i < count; i++) {
      String tenant = TENANTS[random.nextInt(TENANTS.length)];
      String dimensions = DIMENSIONS[random.nextInt(DIMENSIONS.length)];
      // Mostly more; what a late point corrects is less.
      long raw = random.nextInt(60) - 10L;
      switch (random.nextInt(3)) {
        case 0 -> history.add(new Arrival("", tenant, raw));
        case 1 -> history.add(new Arrival(dimensions, tenant, raw));
        default -> history.add(new Arrival(dimensions, SharedUsage.UNTAGGED, 3 * raw));
      }
    }
    return history;
  }

  /** What is told, added up: by dimensions and tenant, under the empty name what is own. */
  private static Map<String, Long> told(Allocation rule, List<Arrival> arrivals, Random random) {
    SharedWindow window = new SharedWindow();
    Map<String, Long> sums = new TreeMap<>();
    for (Arrival arrival : arrivals) {
      window.add(arrival.usage());
      if (random.nextInt(3) == 0) {
        addChanges(window, rule, sums);
      }
      if (random.nextInt(5) == 0) {
        window = new SharedWindow(window.usage(), window.told());
      }
    }
    addChanges(window, rule, sums);
    assertThat(window.divide(rule)).isEmpty();
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  private static void addChanges(SharedWindow window, Allocation rule, Map<String, Long> sums) {
    window
        .divide(rule)
        .forEach(
            (dimensions, change) -> {
              change
                  .allocated()
                  .forEach(
                      (tenant, raw) ->
                          sums.merge(dimensions + tenant, raw.longValueExact(), Long::sum));
              sums.merge(dimensions, change.own().longValueExact(), Long::sum);
            });
  }

  private static long sum(List<Arrival> history, String dimensions, boolean untagged) {
    return history.stream()
        .filter(a -> a.dimensions().equals(dimensions) && a.tenant().isEmpty() == untagged)
        .mapToLong(Arrival::raw)
        .sum();
  }

  /** Unit by unit: the nth goes to the first tenant whose part of the whole weight reaches it. */
  private static Map<String, Long> model(Allocation rule, List<Arrival> history) {
    Map<String, Long> weights = new TreeMap<>();
    history.stream()
        .filter(Arrival::isWeight)
        .forEach(a -> weights.merge(a.tenant(), a.raw(), Long::sum));
    weights.values().removeIf(weight -> weight <= 0);
    if (rule.by() == Rule.EVEN) {
      weights.replaceAll((tenant, weight) -> 1L);
    }
    long whole = weights.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Long> parts = new TreeMap<>();
    for (String dimensions : DIMENSIONS) {
      long overhead = sum(history, dimensions, true);
      if (rule.untagged() == Untagged.TOTAL) {
        overhead = Math.max(0, overhead - sum(history, dimensions, false));
      }
      if (overhead <= 0 || whole == 0 || rule.by() == Rule.NONE) {
        parts.merge(dimensions, overhead, Long::sum);
        continue;
      }
      for (long unit = 1; unit <= overhead; unit++) {
        long reach = 0;
        for (Map.Entry<String, Long> weight : weights.entrySet()) {
          reach += weight.getValue();
          if (unit * whole <= overhead * reach) {
            parts.merge(dimensions + weight.getKey(), 1L, Long::sum);
            break;
          }
        }
      }
    }
    parts.values().removeIf(part -> part == 0);
    return parts;
  }

  @Test
  void theModelAgreesWhateverTheOrder() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < HISTORIES; i++) {
      Allocation rule = rule(random);
      List<Arrival> history = history(random);
      Map<String, Long> expected = model(rule, history);
      String as = "seed " + seed + ", history " + i + ": " + rule + " " + history;
      assertThat(told(rule, history, random)).as(as).isEqualTo(expected);
      List<Arrival> shuffled = new ArrayList<>(history);
      Collections.shuffle(shuffled, random);
      assertThat(told(rule, shuffled, random)).as(as).isEqualTo(expected);
    }
  }

  @Test
  void nothingIsLostOrMade() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < HISTORIES; i++) {
      Allocation rule = rule(random);
      List<Arrival> history = history(random);
      SharedWindow window = new SharedWindow();
      history.forEach(arrival -> window.add(arrival.usage()));
      window.divide(rule);
      window
          .told()
          .forEach(
              (dimensions, split) -> {
                long untagged = sum(history, dimensions, true);
                long caused = sum(history, dimensions, false);
                boolean total = rule.untagged() == Untagged.TOTAL;
                long whole = total ? Math.max(untagged, caused) : untagged + caused;
                assertThat(split.whole().longValueExact())
                    .as("seed %d: %s %s", seed, rule, history)
                    .isEqualTo(whole);
                assertThat(split.overAttributed().longValueExact())
                    .isEqualTo(total ? Math.max(0, caused - untagged) : 0);
                assertThat(split.allocated().values()).allMatch(share -> share.signum() > 0);
              });
    }
  }

  /** 128 bits and more: shares of what no long can hold add up as well. */
  @Test
  void sharesOfHugeAmountsAddUp() {
    SharedUsage usage = new SharedUsage();
    BigInteger huge = BigInteger.TEN.pow(40).add(BigInteger.ONE);
    usage.use("{}", SharedUsage.UNTAGGED, huge);
    for (String tenant : TENANTS) {
      usage.weigh(tenant, BigInteger.TEN.pow(30).add(BigInteger.valueOf(tenant.length())));
    }
    Allocation rule =
        new Allocation(Rule.PROPORTIONAL, "driver", Untagged.OVERHEAD, Within.RESOURCE);
    Split split = Split.of(rule, usage.used().values().iterator().next(), usage.weights());
    assertThat(split.allocated().values().stream().reduce(BigInteger.ZERO, BigInteger::add))
        .isEqualTo(huge);
    assertThat(split.own()).isZero();
  }
}
