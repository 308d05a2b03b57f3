package dev.headroom.aggregation.allocation;

import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.aggregation.rows.AllocationRow;
import dev.headroom.aggregation.totals.FlushTimer;
import dev.headroom.aggregation.totals.UsageDelta;
import dev.headroom.aggregation.totals.UsageKey;
import dev.headroom.usage.allocation.SharedWindow;
import dev.headroom.usage.allocation.SharedWindow.Change;
import dev.headroom.usage.meter.Allocation;
import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.metering.UsagePart;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Divides what tenants share anew whenever it changed, and passes the differences on to the totals:
 * what is allocated to a tenant, and what the producer's own account bears.
 */
public final class Allocator
    extends KeyedProcessFunction<AllocationKey, AllocationDelta, UsageDelta> {
  private static final long serialVersionUID = 1L;

  private final SourceFile meterFile;
  private final FlushTimer flush;
  private transient MeterSet meters;
  private transient ValueState<AllocatedWindow> state;
  private transient Counter overAttributed;

  public Allocator(SourceFile meterFile, FlushTimer flush) {
    this.meterFile = meterFile;
    this.flush = flush;
  }

  @Override
  @Initializer
  public void open(OpenContext context) {
    meters = MeterSet.parse(meterFile.name(), meterFile.text());
    state =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("allocated-window", AllocatedWindow.TYPE));
    overAttributed = getRuntimeContext().getMetricGroup().counter("divisions-over-attributed");
  }

  @Override
  public void processElement(AllocationDelta delta, Context context, Collector<UsageDelta> out)
      throws IOException {
    AllocatedWindow before = state.value();
    AllocatedWindow known = before == null ? new AllocatedWindow(new SharedWindow(), 0) : before;
    known.window().add(delta.usage());
    state.update(known);
    flush.set(context.timerService());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<UsageDelta> out)
      throws IOException {
    AllocationKey key = context.getCurrentKey();
    AllocatedWindow known = state.value();
    Optional<Meter> meter = meters.find(key.meter());
    SortedMap<String, Change> changes = known.window().divide(rule(meter));
    long revision = FlushTimer.nextRevision(known.revision(), context.timerService());
    state.update(new AllocatedWindow(known.window(), revision));
    for (Map.Entry<String, Change> entry : changes.entrySet()) {
      String dimensions = entry.getKey();
      Change change = entry.getValue();
      change
          .allocated()
          .forEach((tenant, raw) -> out.collect(delta(key, tenant, dimensions, raw, true)));
      if (change.own().signum() != 0) {
        out.collect(delta(key, key.owner(), dimensions, change.own(), false));
      }
      if (change.now().overAttributed().signum() > 0) {
        overAttributed.inc();
      }
      meter.ifPresent(
          of ->
              context.output(
                  AllocationRow.OUTPUT,
                  AllocationRow.of(key, of, dimensions, change.now(), revision)));
    }
  }

  /** Without a rule, because it was taken out of the configuration, nothing is allocated. */
  private static Allocation rule(Optional<Meter> meter) {
    return meter.map(Meter::allocation).orElse(Allocation.OWN);
  }

  private static UsageDelta delta(
      AllocationKey key, String tenant, String dimensions, BigInteger raw, boolean allocated) {
    UsageKey row =
        new UsageKey(tenant, key.meter(), key.startSecond(), key.endSecond(), dimensions);
    return new UsageDelta(row, UsagePart.WHOLE, raw, allocated);
  }
}
