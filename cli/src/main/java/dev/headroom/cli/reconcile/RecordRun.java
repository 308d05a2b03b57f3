package dev.headroom.cli.reconcile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Joins the records of one partition of which the same is to be said into ranges. */
final class RecordRun {
  private static final int MOST_OPEN = 10_000;

  private final String topic;
  private final BiConsumer<String, Told> out;
  private final Map<Key, Told> open = new LinkedHashMap<>();

  private record Key(Link link, boolean differs, String producer, String reason) {}

  /** What is said of records {@code first} to {@code last} of one producer and partition. */
  record Told(
      Link link,
      boolean differs,
      String reason,
      RecordFacts first,
      RecordFacts last,
      long records,
      long points) {

    boolean takes(RecordFacts next) {
      return next.isDirect() || next.sequence() == last.sequence() + 1;
    }

    Told with(RecordFacts next) {
      return new Told(link, differs, reason, first, next, records + 1, points + next.declared());
    }
  }

  RecordRun(String topic, BiConsumer<String, Told> out) {
    this.topic = topic;
    this.out = out;
  }

  void add(Link link, boolean differs, RecordFacts record, String reason) {
    Key key = new Key(link, differs, record.producerId(), reason);
    Told told = open.get(key);
    if (told != null && told.takes(record)) {
      open.put(key, told.with(record));
      return;
    }
    if (told != null) {
      tell(told);
    } else if (open.size() >= MOST_OPEN) {
      flush();
    }
    open.put(key, new Told(link, differs, reason, record, record, 1, record.declared()));
  }

  /** At the end of a partition. */
  void flush() {
    open.values().forEach(this::tell);
    open.clear();
  }

  private void tell(Told told) {
    String sequence =
        told.first.isDirect()
            ? ""
            : ", sequence " + Range.of(told.first.sequence(), told.last.sequence());
    out.accept(
        "%s-%d offset %s%s (%,d %s, %,d points)"
            .formatted(
                topic,
                told.first.partition(),
                Range.of(told.first.offset(), told.last.offset()),
                sequence,
                told.records,
                told.records == 1 ? "record" : "records",
                told.points),
        told);
  }
}
