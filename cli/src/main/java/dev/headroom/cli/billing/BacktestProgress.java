package dev.headroom.cli.billing;

import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How many tenants have been rated: a bar for a person who watches, nothing for a file. */
public final class BacktestProgress implements AutoCloseable {
  private static final int COLUMNS = 80;

  private final Optional<ProgressBar> bar;

  private BacktestProgress(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /**
   * Begins, on standard error.
   *
   * @param terminal whether that is a terminal; if not, nothing is printed
   * @param tenants how many there are
   */
  public static BacktestProgress of(boolean terminal, int tenants) {
    return of(System.err, terminal, tenants);
  }

  /**
   * Begins.
   *
   * @param err where the bar is drawn
   * @param terminal whether that is a terminal; if not, nothing is printed
   * @param tenants how many there are
   */
  static BacktestProgress of(PrintStream err, boolean terminal, int tenants) {
    if (!terminal) {
      return new BacktestProgress(Optional.empty());
    }
    return new BacktestProgress(
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName("rating")
                .setInitialMax(tenants)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .setUnit(" tenants", 1)
                .setConsumer(new ConsoleProgressBarConsumer(err, COLUMNS))
                .build()));
  }

  /** A tenant has been rated. */
  public void step() {
    bar.ifPresent(ProgressBar::step);
  }

  /** Ends the bar; lines can follow. */
  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
