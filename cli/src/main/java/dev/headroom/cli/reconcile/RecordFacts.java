package dev.headroom.cli.reconcile;

/**
 * What Kafka, or the ledger, says of one record.
 *
 * @param sequence -1 for a direct producer
 * @param declared according to the producer; of one who does not say, {@code found}
 * @param found points in it; of an unreadable one, {@code declared}
 * @param accounted counted, repeated, covered, unmetered and quarantined points together; of
 *     Kafka's, {@code found}
 */
record RecordFacts(
    int partition,
    long offset,
    long appendedAtMillis,
    String tenant,
    String producerId,
    long sequence,
    boolean isDeclared,
    long declared,
    long found,
    long accounted) {

  boolean isDirect() {
    return sequence < 0;
  }
}
