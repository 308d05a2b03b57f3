package dev.headroom.autoscaler.overbooking;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * What the tenants of a pool used together, evaluation by evaluation. A quantile of this sum sees
 * that tenants peak at different times; a sum of their quantiles cannot.
 */
public final class JointUse {

  /** Cores of all tenants at a time. */
  public record Sample(Instant time, BigDecimal cores) {}

  private final Duration window;
  private final Deque<Sample> samples = new ArrayDeque<>();

  public JointUse(Duration window) {
    this.window = window;
  }

  /** Adds a sample, later than all before, and forgets those that have left the window. */
  public void add(Instant time, BigDecimal cores) {
    samples.addLast(new Sample(time, cores));
    Instant oldest = time.minus(window);
    while (samples.getFirst().time().isBefore(oldest)) {
      samples.removeFirst();
    }
  }

  /** Takes back what was remembered before a restart. */
  public void addAll(Collection<Sample> remembered) {
    samples.addAll(remembered);
  }

  /** Whether the samples reach back over the whole window, but for {@code slack}. */
  public boolean isFull(Duration slack) {
    return !samples.isEmpty()
        && !samples.getFirst().time().isAfter(samples.getLast().time().minus(window).plus(slack));
  }

  /**
   * The smallest sample that at least the share {@code quantile} of all samples do not exceed
   * (nearest rank).
   */
  public BigDecimal quantile(BigDecimal quantile) {
    List<BigDecimal> sorted = new ArrayList<>(samples.size());
    samples.forEach(sample -> sorted.add(sample.cores()));
    sorted.sort(null);
    int rank =
        quantile
            .multiply(BigDecimal.valueOf(sorted.size()))
            .setScale(0, RoundingMode.CEILING)
            .intValue();
    return sorted.isEmpty() ? BigDecimal.ZERO : sorted.get(Math.max(1, rank) - 1);
  }

  /** Oldest first. */
  public List<Sample> samples() {
    return new ArrayList<>(samples);
  }
}
