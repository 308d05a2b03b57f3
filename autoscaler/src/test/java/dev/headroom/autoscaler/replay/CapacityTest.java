package dev.headroom.autoscaler.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.replay.Capacity.Arrival;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What takes load, and what is starting. */
class CapacityTest {
  private static final Duration START = Duration.ofSeconds(30);

  private static Instant second(int number) {
    return Instant.ofEpochSecond(number);
  }

  @Test
  void moreTakesLoadAfterItsStart() {
    Capacity capacity = Capacity.of(1).to(3, second(0), START);
    assertThat(capacity.wanted()).isEqualTo(3);
    assertThat(capacity.at(second(29)).ready()).isEqualTo(1);
    assertThat(capacity.at(second(30))).isEqualTo(Capacity.of(3));
  }

  @Test
  void stillMoreDelaysNothingThatWasAskedForBefore() {
    Capacity capacity = Capacity.of(1).to(2, second(0), START).to(5, second(10), START);
    assertThat(capacity.arrivals())
        .containsExactly(new Arrival(2, second(30)), new Arrival(5, second(40)));
  }

  @Test
  void fewerIsAtOnceAndStartsEndFirst() {
    Capacity starting = Capacity.of(4).to(6, second(0), START).to(9, second(5), START);
    assertThat(starting.to(7, second(10), START))
        .isEqualTo(
            new Capacity(4, List.of(new Arrival(6, second(30)), new Arrival(7, second(35)))));
    assertThat(starting.to(6, second(10), START))
        .isEqualTo(new Capacity(4, List.of(new Arrival(6, second(30)))));
    assertThat(starting.to(4, second(10), START)).isEqualTo(Capacity.of(4));
    assertThat(starting.to(2, second(10), START)).isEqualTo(Capacity.of(2));
    assertThat(starting.to(8, second(50), START))
        .as("all nine are there")
        .isEqualTo(Capacity.of(8));
  }
}
