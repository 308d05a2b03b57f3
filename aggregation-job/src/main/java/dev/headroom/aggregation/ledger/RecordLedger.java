package dev.headroom.aggregation.ledger;

import dev.headroom.aggregation.intake.KafkaPlace;
import dev.headroom.aggregation.rows.LedgerRow;
import dev.headroom.aggregation.rows.TableRow;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Adds up what the slices of a record report, and tells the record's row after the last of them.
 *
 * <p>It keeps no state in checkpoints, because there is none to keep: the slices of a record leave
 * together, so an aligned checkpoint barrier comes either before all of them or after all of them,
 * and every slice is reported before the barrier is passed on. At a checkpoint, then, no record is
 * half reported. {@link dev.headroom.aggregation.FlinkOptions} sees to aligned checkpoints; should
 * it ever be otherwise, the checkpoint fails here instead of losing a row.
 */
public final class RecordLedger extends ProcessFunction<RecordReport, TableRow>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private record Place(String topic, int partition, long offset) {}

  private record Reported(int slices, PointCounts counts) {}

  private transient Map<Place, Reported> pending = new HashMap<>();

  @Override
  public void processElement(RecordReport report, Context context, Collector<TableRow> out) {
    KafkaPlace at = report.record().place();
    Place place = new Place(at.topic(), at.partition(), at.offset());
    Reported before = pending.get(place);
    int slices = report.slices() + (before == null ? 0 : before.slices());
    PointCounts counts = before == null ? report.counts() : before.counts().plus(report.counts());
    if (slices < report.record().slices()) {
      pending.put(place, new Reported(slices, counts));
      return;
    }
    pending.remove(place);
    out.collect(LedgerRow.of(report.record(), counts));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    if (!pending.isEmpty()) {
      throw new IllegalStateException(
          pending.size()
              + " Kafka records are half reported at checkpoint "
              + context.getCheckpointId()
              + ": the ledger needs aligned checkpoints");
    }
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    pending = new HashMap<>();
  }
}
