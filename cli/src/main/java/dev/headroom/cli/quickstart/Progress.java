package dev.headroom.cli.quickstart;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Tells a person how far the run is: a bar on a terminal, a line for each day elsewhere. */
final class Progress implements AutoCloseable {
  private final PrintWriter out;
  private final boolean terminal;
  private Optional<ProgressBar> bar = Optional.empty();
  private long points;

  Progress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Before the first step. */
  void driving(int from, int end) {
    if (terminal) {
      bar =
          Optional.of(
              new ProgressBarBuilder()
                  .setTaskName("trace")
                  .setInitialMax(end)
                  .startsFrom(from, Duration.ZERO)
                  .setStyle(ProgressBarStyle.ASCII)
                  .setUpdateIntervalMillis(250)
                  .setUnit(" steps", 1)
                  .build());
    }
  }

  /**
   * After a step.
   *
   * @param eventTime at which it ended
   */
  void step(Instant eventTime, long newPoints) {
    points += newPoints;
    bar.ifPresent(
        b ->
            b.step()
                .setExtraMessage(
                    " " + eventTime.truncatedTo(ChronoUnit.MINUTES) + ", points " + points));
    boolean midnight = eventTime.equals(eventTime.truncatedTo(ChronoUnit.DAYS));
    if (bar.isEmpty() && midnight) {
      say("  %s  %,d points sent".formatted(eventTime, points));
    }
  }

  /** Ends the bar; lines can follow. */
  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
