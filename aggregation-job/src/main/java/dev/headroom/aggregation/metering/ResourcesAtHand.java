package dev.headroom.aggregation.metering;

import dev.headroom.aggregation.intake.ResourceKey;
import dev.headroom.usage.metering.ResourceUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Resources as objects: what changed is put into state before every checkpoint, as bytes. Without
 * them, the whole of a resource would be read and written for every slice. Bounded by the number of
 * series. A resource for which there is no room is read and written each time, since pushing out
 * another one would only help if resources did not come round in turn, which is what they do.
 */
final class ResourcesAtHand {

  private static final int ROOM = 1 << 16;

  /** After that time without a slice a resource is in state alone. */
  private static final long MOST_IDLE_MILLIS = Duration.ofHours(1).toMillis();

  /** Makes a key the one that state is read and written for. */
  interface KeySwitch {
    void to(ResourceKey key);
  }

  private static final class Held {
    private final ResourceUsage usage;
    private int series;
    private boolean changed;
    private long changedAtMillis;

    Held(ResourceUsage usage) {
      this.usage = usage;
    }
  }

  private final ValueState<StoredUsage> state;
  private final KeySwitch keySwitch;
  private final int mostSeries;
  private final Map<ResourceKey, Held> held = new HashMap<>();
  private final DataOutputSerializer room = new DataOutputSerializer(ROOM);
  private int series;

  /**
   * @param mostSeries how many series may be at hand
   */
  ResourcesAtHand(ValueState<StoredUsage> state, KeySwitch keySwitch, int mostSeries) {
    this.state = state;
    this.keySwitch = keySwitch;
    this.mostSeries = mostSeries;
  }

  /** The resource of the current key, as a caller who will change it may have it. */
  ResourceUsage take(ResourceKey key) throws IOException {
    Held known = held.get(key);
    if (known != null) {
      known.changed = true;
      return known.usage;
    }
    StoredUsage stored = state.value();
    ResourceUsage usage = stored == null ? new ResourceUsage() : stored.usage();
    if (series < mostSeries) {
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
      state.update(StoredUsage.of(usage, room));
    } else {
      series += usage.seriesCount() - known.series;
      known.series = usage.seriesCount();
    }
  }

  /** Puts every change back, so that state is as if nothing had been taken out. */
  void putBack(long nowMillis) throws IOException {
    boolean crowded = series >= mostSeries;
    for (Iterator<Map.Entry<ResourceKey, Held>> all = held.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<ResourceKey, Held> entry = all.next();
      Held one = entry.getValue();
      if (one.changed) {
        keySwitch.to(entry.getKey());
        state.update(StoredUsage.of(one.usage, room));
        one.changed = false;
        one.changedAtMillis = nowMillis;
      } else if (crowded || nowMillis - one.changedAtMillis > MOST_IDLE_MILLIS) {
        series -= one.series;
        all.remove();
      }
    }
  }
}
