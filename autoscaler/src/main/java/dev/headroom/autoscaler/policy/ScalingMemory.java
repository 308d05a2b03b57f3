package dev.headroom.autoscaler.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the reactive policy remembers of one workload: recent needs, and the last scale-up. */
public final class ScalingMemory {

  /** How many replicas were needed at a time. */
  public record Need(Instant time, int replicas) {}

  private final Deque<Need> needs = new ArrayDeque<>();
  private @Nullable Instant scaledUp;

  /** Remembers a need, and forgets those older than {@code kept}. */
  void need(Instant now, int replicas, Duration kept) {
    needs.addLast(new Need(now, replicas));
    Instant oldest = now.minus(kept);
    while (needs.getFirst().time().isBefore(oldest)) {
      needs.removeFirst();
    }
  }

  /** Takes what there is for a need, if none is remembered. */
  void startWith(Instant now, int replicas) {
    if (needs.isEmpty()) {
      needs.addLast(new Need(now, replicas));
    }
  }

  /** The highest need that is remembered. */
  int highest() {
    return needs.stream().mapToInt(Need::replicas).max().orElse(0);
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

  /** Oldest first. */
  public List<Need> needs() {
    return new ArrayList<>(needs);
  }

  /** What was remembered before a restart. */
  public static ScalingMemory of(List<Need> needs, @Nullable Instant scaledUp) {
    ScalingMemory memory = new ScalingMemory();
    memory.needs.addAll(needs);
    memory.scaledUp = scaledUp;
    return memory;
  }
}
