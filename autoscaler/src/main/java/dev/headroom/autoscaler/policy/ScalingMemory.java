package dev.headroom.autoscaler.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is remembered of one workload: recent needs, and the last changes. */
public final class ScalingMemory {

  /** How many replicas were needed at a time, a whole second. */
  public record Need(Instant time, int replicas) {}

  private static final int FEW = 2;

  /** Of needs that no later one reaches, in seconds since 1970: the oldest and greatest first. */
  private long[] times = new long[FEW];

  private int[] numbers = new int[FEW];
  private int size;
  private @Nullable Instant scaledUp;
  private @Nullable ScaleDown scaledDown;
  private @Nullable Instant noDownUntil;

  /** A scale-down that has been carried out. */
  public record ScaleDown(Instant time, int from, int to) {}

  /** Remembers a need, and forgets those older than {@code kept} and those it covers. */
  void need(Instant now, int replicas, Duration kept) {
    Instant oldest = now.minus(kept);
    int old = 0;
    while (old < size && Instant.ofEpochSecond(times[old]).isBefore(oldest)) {
      old++;
    }
    System.arraycopy(times, old, times, 0, size - old);
    System.arraycopy(numbers, old, numbers, 0, size - old);
    size -= old;
    append(now, replicas);
  }

  private void append(Instant time, int replicas) {
    while (size > 0 && numbers[size - 1] <= replicas) {
      size--;
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    times[size] = time.getEpochSecond();
    numbers[size] = replicas;
    size++;
  }

  /** Takes what there is for a need, if none is remembered. */
  void startWith(Instant now, int replicas) {
    if (size == 0) {
      append(now, replicas);
    }
  }

  /** The highest need that is remembered. */
  int highest() {
    return size == 0 ? 0 : numbers[0];
  }

  boolean scaledUpWithin(Duration cooldown, Instant now) {
    return scaledUp != null && scaledUp.plus(cooldown).isAfter(now);
  }

  /** Tells that a scale-up has been carried out. */
  public void scaledUp(Instant time) {
    scaledUp = time;
  }

  /** Time of the last scale-up, null if there was none. */
  public @Nullable Instant lastScaleUp() {
    return scaledUp;
  }

  /** Tells that a scale-down has been carried out. */
  public void scaledDown(ScaleDown change) {
    scaledDown = change;
  }

  /** Tells that the last scale-down has been taken back. */
  public void rolledBack(Instant until) {
    scaledDown = null;
    noDownUntil = until;
  }

  boolean mayNotGoDown(Instant now) {
    return noDownUntil != null && now.isBefore(noDownUntil);
  }

  /** The last scale-down, null if there was none or it was taken back. */
  public @Nullable ScaleDown lastScaleDown() {
    return scaledDown;
  }

  /** Until when nothing is scaled down after a rollback; null if there was none. */
  public @Nullable Instant noScaleDownUntil() {
    return noDownUntil;
  }

  /** Oldest first. */
  public List<Need> needs() {
    List<Need> needs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      needs.add(new Need(Instant.ofEpochSecond(times[i]), numbers[i]));
    }
    return needs;
  }

  /** What was remembered before a restart. */
  public static ScalingMemory of(
      List<Need> needs,
      @Nullable Instant scaledUp,
      @Nullable ScaleDown scaledDown,
      @Nullable Instant noScaleDownUntil) {
    ScalingMemory memory = new ScalingMemory();
    needs.forEach(need -> memory.append(need.time(), need.replicas()));
    memory.scaledUp = scaledUp;
    memory.scaledDown = scaledDown;
    memory.noDownUntil = noScaleDownUntil;
    return memory;
  }
}
