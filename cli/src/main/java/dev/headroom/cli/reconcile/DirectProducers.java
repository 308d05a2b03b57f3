package dev.headroom.cli.reconcile;

import java.util.SortedMap;
import java.util.TreeMap;

/** Producers that number nothing: counted, so that it is said what cannot be proven of them. */
final class DirectProducers {
  private record Sum(long records, long points) {
    Sum plus(Sum other) {
      return new Sum(records + other.records, points + other.points);
    }
  }

  private final SortedMap<String, Sum> sums = new TreeMap<>();
  private final Findings findings;
  private final String reason;

  DirectProducers(Findings findings, String reason) {
    this.findings = findings;
    this.reason = reason;
  }

  void add(RecordFacts record) {
    if (record.isDirect()) {
      sums.merge(record.producerId(), new Sum(1, record.found()), Sum::plus);
    }
  }

  void finish() {
    sums.forEach(
        (id, sum) ->
            findings.unproven(
                Link.PRODUCERS,
                id,
                "%,d records, %,d points".formatted(sum.records, sum.points),
                reason));
  }
}
