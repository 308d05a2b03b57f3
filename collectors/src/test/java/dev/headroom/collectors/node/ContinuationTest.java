package dev.headroom.collectors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.collectors.node.Continuation.Kept;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Counters over restarts of the collector and of the machine. */
class ContinuationTest {
  private static final Circumstances FIRST = new Circumstances("boot 0", "rules");
  private static final Series SERIES =
      new Series(0, NodeMetric.CONTAINER_CPU_TIME, Attributes.builder().put("a", "ä").build());

  private static Reading cpu(String source, long value) {
    return new Reading(source, SERIES.metric(), "", value, SERIES);
  }

  private static Kept kept(long nanos, long value) {
    Ledger ledger = new Ledger(Ledger.State.empty(100));
    ledger.add(List.of(cpu("a", 0)), true, nanos - 1);
    ledger.add(List.of(cpu("a", value)), true, nanos);
    return new Kept(FIRST, ledger.state());
  }

  private static Continuation decide(Circumstances now, long bootNanos, long nowNanos) {
    return Continuation.decide(Optional.of(kept(200, 7)), now, bootNanos, nowNanos);
  }

  @Test
  void goesOnUnderTheSameCircumstancesOnly() {
    assertThat(decide(FIRST, 50, 300).ledger()).isEqualTo(kept(200, 7).ledger());
    assertThat(decide(new Circumstances("boot 0", "other"), 50, 300).ledger())
        .isEqualTo(Ledger.State.empty(300));
    assertThat(decide(new Circumstances("", "rules"), 50, 300).ledger())
        .isEqualTo(Ledger.State.empty(300));
    assertThat(Continuation.decide(Optional.empty(), FIRST, 50, 300).ledger())
        .isEqualTo(Ledger.State.empty(300));
  }

  @Test
  void startsWithTheBootButAfterEverythingSent() {
    Circumstances second = new Circumstances("boot 1", "rules");
    assertThat(decide(second, 250, 300).ledger()).isEqualTo(Ledger.State.allIsNew(250));
    assertThat(decide(second, 150, 300).ledger()).isEqualTo(Ledger.State.allIsNew(201));
    assertThat(decide(second, 400, 300).ledger()).isEqualTo(Ledger.State.allIsNew(300));
  }

  @Test
  void distrustsAClockThatWasSetBack() {
    assertThat(decide(FIRST, 50, 200).ledger()).isEqualTo(Ledger.State.empty(200));
  }

  @Test
  void readsWhatItWroteAndNothingElse() {
    byte[] bytes = LedgerBytes.write(kept(200, 7));
    assertThat(LedgerBytes.read(bytes)).isEqualTo(kept(200, 7));
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 4;
      assertThatThrownBy(() -> LedgerBytes.read(damaged))
          .isInstanceOf(IllegalArgumentException.class);
      byte[] cut = Arrays.copyOf(bytes, i);
      assertThatThrownBy(() -> LedgerBytes.read(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A control group that lives once; it counts from zero. */
  private static final class Group {
    private long value;
    private boolean seen;
    private long base;
    private long last;
  }

  /**
   * Groups come, work and go; the collector samples, is killed and starts; the machine boots; the
   * file is damaged. The model keeps for each group its first and its last reading in a run.
   */
  @RepeatedTest(50)
  void countsWhatANaiveModelCounts() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Group> groups = new LinkedHashMap<>();
    List<Group> run = new ArrayList<>();
    Optional<byte[]> disk = Optional.empty();
    Ledger ledger = null;
    Circumstances circumstances = FIRST;
    boolean fresh = true;
    boolean booted = false;
    long bootNanos = 0;
    long start = -1;
    long now = 10;
    int names = 0;
    for (int step = 0; step < 400; step++) {
      now += 1 + random.nextInt(5);
      switch (random.nextInt(12)) {
        case 0 -> groups.put("group " + names++, new Group());
        case 1 -> groups.values().removeIf(g -> random.nextInt(4) == 0);
        case 2 -> ledger = null;
        case 3 -> {
          if (random.nextInt(8) == 0) {
            ledger = null;
            groups.clear();
            circumstances = new Circumstances("boot " + step, "rules");
            booted = disk.isPresent();
            bootNanos = now;
          }
        }
        case 4 -> {
          if (random.nextInt(8) == 0) {
            ledger = null;
            disk = Optional.empty();
            fresh = true;
          }
        }
        case 5, 6, 7 -> groups.values().forEach(g -> g.value += random.nextInt(100));
        default -> {
          boolean first = ledger == null;
          if (ledger == null) {
            Optional<Kept> kept = disk.map(LedgerBytes::read);
            ledger = new Ledger(Continuation.decide(kept, circumstances, bootNanos, now).ledger());
          }
          boolean newRun = first && (fresh || booted);
          if (newRun) {
            run.clear();
            groups.values().forEach(g -> g.seen = false);
            assertThat(ledger.startNanos()).as("seed %d step %d", seed, step).isGreaterThan(start);
            start = ledger.startNanos();
          }
          List<Reading> readings = new ArrayList<>();
          for (Map.Entry<String, Group> e : groups.entrySet()) {
            Group group = e.getValue();
            readings.add(cpu(e.getKey(), group.value));
            if (!group.seen) {
              group.seen = true;
              group.base = newRun && fresh ? group.value : 0;
              run.add(group);
            }
            group.last = group.value;
          }
          fresh = false;
          booted = false;
          long sum = LedgerTest.values(ledger.add(readings, true, now)).getOrDefault(SERIES, 0L);
          disk = Optional.of(LedgerBytes.write(new Kept(circumstances, ledger.state())));
          assertThat(sum)
              .as("seed %d step %d", seed, step)
              .isEqualTo(run.stream().mapToLong(g -> g.last - g.base).sum());
          assertThat(ledger.startNanos()).as("seed %d step %d", seed, step).isEqualTo(start);
        }
      }
    }
  }
}
