package dev.headroom.autoscaler.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is remembered of one workload: recent needs, and the last changes. */
public final class ScalingMemory {

  /** How many replicas were needed at a time. */
  public record Need(Instant time, int replicas) {}

  /** Those that no later one reaches: the greatest first, and the oldest. */
  private final Deque<Need> needs = new ArrayDeque<>(1);

  private @Nullable Instant scaledUp;
  private @Nullable ScaleDown scaledDown;
  private @Nullable Instant noDownUntil;

  /** A scale-down that has been carried out. */
  public record ScaleDown(Instant time, int from, int to) {}

  /** Remembers a need, and forgets those older than {@code kept} and those it covers. */
  void need(Instant now, int replicas, Duration kept) {
    Instant oldest = now.minus(kept);
    while (!needs.isEmpty() && needs.getFirst().time().isBefore(oldest)) {
      needs.removeFirst();
    }
    while (!needs.isEmpty() && needs.getLast().replicas() <= replicas) {
      needs.removeLast();
    }
    needs.addLast(new Need(now, replicas));
  }

  /** Takes what there is for a need, if none is remembered. */
  void startWith(Instant now, int replicas) {
    if (needs.isEmpty()) {
      needs.addLast(new Need(now, replicas));
    }
  }

  /** The highest need that is remembered. */
  int highest() {
    return needs.isEmpty() ? 0 : needs.getFirst().replicas();
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
    return new ArrayList<>(needs);
  }

  /** What was remembered before a restart. */
  public static ScalingMemory of(
      List<Need> needs,
      @Nullable Instant scaledUp,
      @Nullable ScaleDown scaledDown,
      @Nullable Instant noScaleDownUntil) {
    ScalingMemory memory = new ScalingMemory();
    memory.needs.addAll(needs);
    memory.scaledUp = scaledUp;
    memory.scaledDown = scaledDown;
    memory.noDownUntil = noScaleDownUntil;
    return memory;
  }
}
