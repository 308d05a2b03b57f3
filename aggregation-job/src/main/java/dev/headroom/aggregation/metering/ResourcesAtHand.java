package dev.headroom.aggregation.metering;

import dev.headroom.aggregation.intake.ResourceKey;
import dev.headroom.usage.metering.ResourceUsage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;

/**
 * Resources whose state has been taken out of Flink's state backend and is put back before the next
 * checkpoint: a backend that keeps bytes, like RocksDB, would else read and write the whole of it
 * for every slice. Bounded by the number of series. A resource for which there is no room is read
 * and written each time, since pushing out another one would only help if resources did not come
 * round in turn, which is what they do.
 */
final class ResourcesAtHand {

  /** About 100 MB. */
  private static final int MOST_SERIES = 1 << 19;

  /** Makes a key the one that state is read and written for. */
  interface KeySwitch {
    void to(ResourceKey key);
  }

  private static final class Held {
    private final ResourceUsage usage;
    private int series;
    private boolean changed;
    private boolean idle;

    Held(ResourceUsage usage) {
      this.usage = usage;
    }
  }

  private final ValueState<ResourceUsage> state;
  private final KeySwitch keySwitch;
  private final boolean ours;
  private final Map<ResourceKey, Held> held = new HashMap<>();
  private int series;

  /**
   * @param ours whether an object may be changed after it was put back: a backend that keeps
   *     objects wants to give out a copy first while it writes them
   */
  ResourcesAtHand(ValueState<ResourceUsage> state, KeySwitch keySwitch, boolean ours) {
    this.state = state;
    this.keySwitch = keySwitch;
    this.ours = ours;
  }

  /** The resource of the current key, as a caller who will change it may have it. */
  ResourceUsage take(ResourceKey key) throws IOException {
    Held known = held.get(key);
    if (known != null) {
      known.changed = true;
      known.idle = false;
      return known.usage;
    }
    ResourceUsage kept = state.value();
    ResourceUsage usage = kept == null ? new ResourceUsage() : kept;
    if (series < MOST_SERIES) {
      Held taken = new Held(usage);
      taken.changed = true;
      held.put(key, taken);
    }
    return usage;
  }

  /** Gives the resource back that was taken last. */
  void give(ResourceKey key, ResourceUsage usage) throws IOException {
    Held known = held.get(key);
    if (known == null) {
      state.update(usage);
    } else {
      series += usage.seriesCount() - known.series;
      known.series = usage.seriesCount();
    }
  }

  /** Puts every change back, so that state is as if nothing had been taken out. */
  void putBack() throws IOException {
    for (Map.Entry<ResourceKey, Held> entry : held.entrySet()) {
      Held one = entry.getValue();
      if (one.changed) {
        keySwitch.to(entry.getKey());
        state.update(one.usage);
        one.changed = false;
      }
    }
    if (ours) {
      makeRoom();
    } else {
      held.clear();
      series = 0;
    }
  }

  /** If room is short, those go that nobody asked for since the time before. */
  private void makeRoom() {
    if (series >= MOST_SERIES) {
      held.values().removeIf(one -> one.idle);
      series = held.values().stream().mapToInt(one -> one.series).sum();
    }
    held.values().forEach(one -> one.idle = true);
  }
}
