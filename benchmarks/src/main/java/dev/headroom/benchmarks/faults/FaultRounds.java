package dev.headroom.benchmarks.faults;

import dev.headroom.embedded.EmbeddedException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** So many rounds, a line each. */
public final class FaultRounds {
  private static final int SHOWN_DIFFERENCES = 10;

  private final int rounds;
  private final long firstSeed;
  private final PrintStream out;
  private final Map<Fault, Integer> struck = new TreeMap<>();
  private final List<Double> seconds = new ArrayList<>();
  private int unequal;

  /**
   * To be run.
   *
   * @param firstSeed of the first round; each following round has the next number
   */
  public FaultRounds(int rounds, long firstSeed, PrintStream out) {
    this.rounds = rounds;
    this.firstSeed = firstSeed;
    this.out = out;
  }

  /** Runs all rounds; returns how many did not end with the tables of the model. */
  public int run() throws Exception {
    line("round                 seed  backend  seconds  tables     faults");
    Stage stage = Stage.open();
    try (stage) {
      for (int i = 0; i < rounds; i++) {
        round(stage, i + 1, RoundPlan.of(firstSeed + i));
      }
    }
    summary(stage.folder());
    return unequal;
  }

  private void round(Stage stage, int number, RoundPlan plan) throws Exception {
    long start = System.nanoTime();
    List<String> wrong = differences(new Round(stage, plan, number));
    double took = (System.nanoTime() - start) / 1e9;
    seconds.add(took);
    unequal += wrong.isEmpty() ? 0 : 1;
    plan.strikes().forEach(strike -> struck.merge(strike.fault(), 1, Integer::sum));
    line(
        "%5d %20d  %-7s %8.1f  %-9s  %s",
        number,
        plan.seed(),
        plan.backend().name().toLowerCase(Locale.ROOT),
        took,
        wrong.isEmpty() ? "equal" : "NOT EQUAL",
        plan.strikes().stream().map(Strike::toString).collect(Collectors.joining("; ")));
    wrong.stream().limit(SHOWN_DIFFERENCES).forEach(text -> line("      %s", text));
    if (wrong.size() > SHOWN_DIFFERENCES) {
      line("      … %d differences in all", wrong.size());
    }
  }

  /** A round that could not be finished did not come to the model's tables either. */
  private static List<String> differences(Round round) throws IOException, InterruptedException {
    try {
      return round.run();
    } catch (IllegalStateException | EmbeddedException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private void summary(Path folder) throws Exception {
    line("");
    struck.forEach((fault, times) -> line("%5d × %s", times, fault));
    Collections.sort(seconds);
    line(
        "%d of %d rounds equal the model; a round took %.1f s (median; %.1f … %.1f)",
        rounds - unequal,
        rounds,
        seconds.get(seconds.size() / 2),
        seconds.get(0),
        seconds.get(seconds.size() - 1));
    if (unequal == 0) {
      Stage.delete(folder);
    } else {
      line("repeat one with --faults --rounds 1 --seed SEED; the servers' logs are in %s", folder);
    }
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
