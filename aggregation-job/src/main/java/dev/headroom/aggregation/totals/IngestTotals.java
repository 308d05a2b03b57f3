package dev.headroom.aggregation.totals;

import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.rows.IngestRow;
import dev.headroom.aggregation.rows.TableRow;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the counts of every producer's day, and sends them as absolute values. */
public final class IngestTotals extends KeyedProcessFunction<IngestKey, IngestDelta, TableRow> {
  private static final long serialVersionUID = 1L;

  private final FlushTimer flush;
  private transient ValueState<RevisedCounts> state;

  public IngestTotals(FlushTimer flush) {
    this.flush = flush;
  }

  @Override
  @Initializer
  public void open(OpenContext context) {
    state =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("ingest-counts", RevisedCounts.TYPE));
  }

  @Override
  public void processElement(IngestDelta delta, Context context, Collector<TableRow> out)
      throws IOException {
    RevisedCounts before = state.value();
    RevisedCounts known = before == null ? RevisedCounts.NONE : before;
    state.update(new RevisedCounts(known.counts().plus(delta.counts()), known.revision()));
    flush.set(context.timerService());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<TableRow> out)
      throws IOException {
    RevisedCounts known = state.value();
    long revision = FlushTimer.nextRevision(known.revision(), context.timerService());
    state.update(new RevisedCounts(known.counts(), revision));
    out.collect(IngestRow.of(context.getCurrentKey(), known.counts(), revision));
  }
}
