package dev.headroom.cli.output;

import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How much of a long run is done: a bar for a person who watches, nothing for a file. */
public final class Progress implements AutoCloseable {
  private static final int COLUMNS = 80;

  private final Optional<ProgressBar> bar;

  private Progress(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /**
   * Begins, on standard error, if that is a terminal, as the launcher said.
   *
   * @param task what is done
   * @param unit what is counted
   * @param most how many there are
   */
  public static Progress of(String task, String unit, int most) {
    return of(System.err, Boolean.getBoolean("headroom.terminal.errors"), task, unit, most);
  }

  /**
   * Begins.
   *
   * @param err where the bar is drawn
   * @param terminal whether that is a terminal; if not, nothing is printed
   */
  public static Progress of(PrintStream err, boolean terminal, String task, String unit, int most) {
    if (!terminal) {
      return new Progress(Optional.empty());
    }
    return new Progress(
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(most)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .setUnit(" " + unit, 1)
                .setConsumer(new ConsoleProgressBarConsumer(err, COLUMNS))
                .build()));
  }

  /** One more is done; safe for use by several threads. */
  public void step() {
    bar.ifPresent(ProgressBar::step);
  }

  /** Ends the bar; lines can follow. */
  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
