package dev.headroom.aggregation.metering;

import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.aggregation.intake.RecordHead;
import dev.headroom.aggregation.intake.ResourceKey;
import dev.headroom.aggregation.intake.Slice;
import dev.headroom.aggregation.ledger.RecordReport;
import dev.headroom.aggregation.rows.LedgerRow;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.aggregation.totals.FlushTimer;
import dev.headroom.aggregation.totals.UsageDelta;
import dev.headroom.aggregation.totals.UsageKey;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.metering.MeteringLimits;
import dev.headroom.usage.metering.PointFlag;
import dev.headroom.usage.metering.Reporter;
import dev.headroom.usage.metering.ResourceUsage;
import dev.headroom.usage.otlp.MalformedOtlpException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Meters one resource: the whole of its series is one state object, read and written once a slice.
 * What the slices add leaves together at flush time.
 */
public final class SliceMeter extends KeyedProcessFunction<ResourceKey, Slice, UsageDelta> {
  private static final long serialVersionUID = 1L;

  private final SourceFile meterFile;
  private final Duration reorder;
  private final Duration horizon;
  private final Duration futureLimit;
  private final FlushTimer flush;

  private transient MeterSet meters;
  private transient MeteringLimits limits;
  private transient ValueState<ResourceUsage> state;
  private transient Map<PointFlag, Counter> flagCounters;

  public SliceMeter(SourceFile meterFile, MeteringLimits limits, FlushTimer flush) {
    this.meterFile = meterFile;
    this.reorder = limits.reorder();
    this.horizon = limits.horizon();
    this.futureLimit = limits.futureLimit();
    this.flush = flush;
  }

  @Override
  @Initializer
  public void open(OpenContext context) {
    meters = MeterSet.parse(meterFile.name(), meterFile.text());
    limits = new MeteringLimits(reorder, horizon, futureLimit);
    state =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("resource-usage", ResourceUsageForm.TYPE));
    flagCounters = new EnumMap<>(PointFlag.class);
    for (PointFlag flag : PointFlag.values()) {
      Counter counter = getRuntimeContext().getMetricGroup().counter("points-" + flag.id());
      flagCounters.put(flag, counter);
    }
  }

  @Override
  public void processElement(Slice slice, Context context, Collector<UsageDelta> out)
      throws IOException {
    ResourceUsage known = state.value();
    ResourceUsage usage = known == null ? new ResourceUsage() : known;
    SliceOutcomes outcomes = apply(slice, usage);
    state.update(usage);
    if (usage.hasContributions()) {
      flush.set(context.timerService());
    }
    tell(slice, outcomes, context);
  }

  private SliceOutcomes apply(Slice slice, ResourceUsage usage) {
    SliceOutcomes outcomes = new SliceOutcomes();
    try {
      usage.apply(
          slice.bytes(),
          slice.offset(),
          slice.length(),
          new Reporter(slice.key().tenant(), slice.record().shared()),
          meters,
          limits,
          slice.place().appendedAt(),
          outcomes);
    } catch (MalformedOtlpException e) {
      outcomes.malformed(slice, String.valueOf(e.getMessage()));
    }
    return outcomes;
  }

  private void tell(Slice slice, SliceOutcomes outcomes, Context context) {
    RecordHead record = slice.record();
    if (record.slices() == 1) {
      context.output(LedgerRow.OUTPUT, LedgerRow.of(record, outcomes.counts()));
    } else {
      context.output(RecordReport.OUTPUT, new RecordReport(record, outcomes.counts()));
    }
    outcomes.quarantineRows(slice, row -> context.output(QuarantineRow.OUTPUT, row));
    outcomes.flags().forEach((flag, times) -> count(flag, times));
  }

  private void count(PointFlag flag, long times) {
    Counter counter = flagCounters.get(flag);
    if (counter != null) {
      counter.inc(times);
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<UsageDelta> out)
      throws IOException {
    ResourceUsage usage = state.value();
    String reporter = context.getCurrentKey().tenant();
    usage.drain(
        meters,
        (meter, attribution, start, end, dimensions, part, raw) -> {
          String tenant = attribution.tenantOr(reporter);
          UsageKey key = new UsageKey(tenant, meter.name(), start, end, dimensions);
          out.collect(new UsageDelta(key, part, raw));
        });
    state.update(usage);
  }
}
