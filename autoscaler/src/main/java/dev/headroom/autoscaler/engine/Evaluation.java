package dev.headroom.autoscaler.engine;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A time at which a pool is looked at.
 *
 * @param time a multiple of {@code evaluateEvery} since 1970, on the clock of the pool's usage
 * @param witness the record that made it due: everything that was appended to the topic before it
 *     has been read
 */
public record Evaluation(String pool, Instant time, Position witness) {

  /** When the record that made it due was appended. */
  public Instant appended() {
    return witness.appended();
  }

  /** For the inputs of its decisions. */
  SortedMap<String, BigDecimal> figures() {
    SortedMap<String, BigDecimal> figures = new TreeMap<>();
    figures.put("usagePartition", BigDecimal.valueOf(witness.partition()));
    figures.put("usageOffset", BigDecimal.valueOf(witness.offset()));
    return figures;
  }
}
