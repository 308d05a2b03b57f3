package dev.headroom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.benchmarks.faults.FaultRounds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The servers are killed, cut off and misled at random; the tables equal the model's. Prints the
 * seeds; a round is repeated with {@code benchmarks/run --faults --rounds 1 --seed SEED}.
 */
class FaultRoundsTest {
  private static final int ROUNDS = 10;

  @Test
  void whateverStrikesTheTablesEqualTheModels() throws Exception {
    FaultRounds rounds = new FaultRounds(ROUNDS, new Random().nextInt(), System.out);

    assertThat(rounds.run()).as("rounds whose tables differ, see above").isZero();
  }
}
