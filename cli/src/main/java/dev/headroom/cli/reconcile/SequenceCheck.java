package dev.headroom.cli.reconcile;

import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks for holes and repetitions in the numbers of every producer's records. */
final class SequenceCheck {

  private static final class Producer {
    /** Numbers seen, as ranges: first by last. Those of an unbroken producer are one range. */
    private final NavigableMap<Long, Long> seen = new TreeMap<>();

    /** False if it was seen before. */
    boolean add(long sequence) {
      Map.Entry<Long, Long> below = seen.floorEntry(sequence);
      if (below != null && below.getValue() >= sequence) {
        return false;
      }
      long first = below != null && below.getValue() == sequence - 1 ? below.getKey() : sequence;
      Long joined = seen.remove(sequence + 1);
      seen.put(first, joined == null ? sequence : joined);
      return true;
    }
  }

  private final SortedMap<String, Producer> producers = new TreeMap<>();
  private final Findings findings;
  private long points;

  SequenceCheck(Findings findings) {
    this.findings = findings;
  }

  void add(RecordFacts record) {
    if (record.isDirect()) {
      return;
    }
    Producer producer = producers.computeIfAbsent(record.producerId(), id -> new Producer());
    points += record.declared();
    if (!producer.add(record.sequence())) {
      findings.differs(
          Link.PRODUCERS,
          record.producerId(),
          "sequence " + record.sequence(),
          "the number comes again, at partition %d offset %d"
              .formatted(record.partition(), record.offset()));
    }
  }

  /**
   * Names the holes.
   *
   * @param lastBefore the last number of each producer before the period
   * @param firstAfter the first number of each producer after the period
   */
  void finish(Map<String, Long> lastBefore, Map<String, Long> firstAfter) {
    producers.forEach(
        (id, producer) -> {
          long next = lastBefore.getOrDefault(id, -1L) + 1;
          for (Map.Entry<Long, Long> range : producer.seen.entrySet()) {
            hole(id, next, range.getKey() - 1);
            next = range.getValue() + 1;
          }
          hole(id, next, firstAfter.getOrDefault(id, next) - 1);
        });
    findings.compared(
        Link.PRODUCERS, "%,d producers, %,d points".formatted(producers.size(), points));
  }

  private void hole(String id, long first, long last) {
    if (first <= last) {
      findings.differs(
          Link.PRODUCERS,
          id,
          "sequence " + Range.of(first, last),
          "neither Kafka nor the ledger holds what the producer numbered so");
    }
  }
}
