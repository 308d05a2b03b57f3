package dev.headroom.aggregation.rating;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.api.common.state.MapState;

/**
 * The charges that were sent, by what identifies them. A row cannot be taken back, so a charge that
 * vanished is sent once more, of nothing.
 */
final class SentCharges<K> {
  private final MapState<K, ChargeAmount> sent;

  SentCharges(MapState<K, ChargeAmount> sent) {
    this.sent = sent;
  }

  boolean isEmpty() throws Exception {
    return sent.isEmpty();
  }

  /**
   * Puts all charges as they are now in the place of those sent before.
   *
   * @param again whether a charge is sent though it comes to the same
   * @return those to send
   */
  Map<K, ChargeAmount> replace(Map<K, ChargeAmount> now, Predicate<K> again) throws Exception {
    Map<K, ChargeAmount> changes = new LinkedHashMap<>(now);
    for (Map.Entry<K, ChargeAmount> entry : sent.entries()) {
      ChargeAmount before = entry.getValue();
      ChargeAmount after = now.getOrDefault(entry.getKey(), before.vanished());
      if (after.isSame(before) && !again.test(entry.getKey())) {
        changes.remove(entry.getKey());
      } else {
        changes.put(entry.getKey(), after);
      }
    }
    sent.putAll(changes);
    return changes;
  }
}
