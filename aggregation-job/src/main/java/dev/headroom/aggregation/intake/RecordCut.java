package dev.headroom.aggregation.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.ledger.PointCounts;
import dev.headroom.aggregation.rows.LedgerRow;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.otlp.Layouts;
import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.OtlpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Cuts a record into its slices, or sets it aside as a whole. A record is set aside before any of
 * its slices leaves, so that it is never half metered; and every slice knows how many there are, so
 * that the ledger knows when all have reported.
 */
public final class RecordCut extends ProcessFunction<RawRecord, Slice> {
  private static final long serialVersionUID = 1L;

  private final DirectTopics topics;

  private transient Layouts layouts;

  private record Refusal(String reason, String detail) {}

  private record Range(ResourceKey key, int offset, int length, int points) {}

  public RecordCut(DirectTopics topics) {
    this.topics = topics;
  }

  @Override
  @Initializer
  public void open(OpenContext context) {
    layouts = new Layouts();
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<Slice> out) {
    String tenant = new String(record.key(), UTF_8);
    Optional<Refusal> refusal = refusal(record, tenant);
    if (refusal.isEmpty()) {
      refusal = cut(record, tenant, context, out);
    }
    refusal.ifPresent(why -> setAside(record, tenant, why, context));
  }

  private Optional<Refusal> refusal(RawRecord record, String tenant) {
    if (record.key().length == 0) {
      return Optional.of(new Refusal("no-tenant", "the record has no key, expected the tenant id"));
    }
    Optional<String> problem =
        TenantId.problem(tenant).or(() -> topics.problem(record.place().topic(), tenant));
    if (problem.isPresent()) {
      return Optional.of(new Refusal("no-tenant", problem.get()));
    }
    if (record.value().length > RecordPoints.MAX_RECORD_BYTES) {
      return Optional.of(
          new Refusal(
              "too-large",
              record.value().length + " bytes, expected at most " + RecordPoints.MAX_RECORD_BYTES));
    }
    return Optional.empty();
  }

  private Optional<Refusal> cut(
      RawRecord record, String tenant, Context context, Collector<Slice> out) {
    byte[] bytes = record.value();
    List<Range> ranges = new ArrayList<>();
    try {
      OtlpRequest.split(
          bytes,
          0,
          bytes.length,
          layouts,
          (offset, length, identityHigh, identityLow, points) -> {
            if (points > 0) {
              ranges.add(
                  new Range(
                      new ResourceKey(tenant, identityHigh, identityLow), offset, length, points));
            }
          });
    } catch (MalformedOtlpException e) {
      return Optional.of(new Refusal("malformed", String.valueOf(e.getMessage())));
    }
    long found = ranges.stream().mapToLong(Range::points).sum();
    RecordHead head = RecordHead.of(record, tenant, found, ranges.size());
    if (ranges.isEmpty()) {
      context.output(LedgerRow.OUTPUT, LedgerRow.of(head, PointCounts.NONE));
    }
    emit(head, ranges, bytes, out);
    return Optional.empty();
  }

  private static void emit(
      RecordHead head, List<Range> ranges, byte[] bytes, Collector<Slice> out) {
    int item = 0;
    for (Range range : ranges) {
      out.collect(
          new Slice(head, range.key, item, range.points, bytes, range.offset, range.length));
      item += range.points + 1;
    }
  }

  private static void setAside(RawRecord record, String tenant, Refusal why, Context context) {
    long points = RecordPoints.found(record.value(), record.producer().points());
    String known = TenantId.problem(tenant).isEmpty() ? tenant : "";
    context.output(
        QuarantineRow.OUTPUT,
        QuarantineRow.of(
            record.place(),
            0,
            known,
            why.reason(),
            "",
            points,
            why.detail(),
            record.value(),
            0,
            record.value().length));
    context.output(
        LedgerRow.OUTPUT,
        LedgerRow.of(RecordHead.of(record, known, points, 0), PointCounts.setAside(points)));
  }
}
