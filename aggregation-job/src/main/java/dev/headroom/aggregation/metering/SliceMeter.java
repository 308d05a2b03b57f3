package dev.headroom.aggregation.metering;

import dev.headroom.aggregation.allocation.AllocationDelta;
import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.intake.DirectTopics;
import dev.headroom.aggregation.intake.KafkaPlace;
import dev.headroom.aggregation.intake.RecordHead;
import dev.headroom.aggregation.intake.Slice;
import dev.headroom.aggregation.ledger.RecordReport;
import dev.headroom.aggregation.rows.LedgerRow;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.aggregation.totals.FlushTimer;
import dev.headroom.aggregation.totals.UsageDelta;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.TenantGrids;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.metering.MeteringLimits;
import dev.headroom.usage.metering.PointFlag;
import dev.headroom.usage.metering.ReportedTenants;
import dev.headroom.usage.metering.Reporter;
import dev.headroom.usage.metering.ResourceUsage;
import dev.headroom.usage.otlp.Layouts;
import dev.headroom.usage.otlp.MalformedOtlpException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.OutputTag;

/**
 * Meters resources: the whole of a resource's series is one state object. What slices add leaves
 * together, by quantity, at flush time and before every checkpoint, so that no state holds it.
 *
 * <p>An operator and not a function, because a function can neither flush before a checkpoint nor
 * put state back for keys other than the current.
 */
public final class SliceMeter extends AbstractStreamOperator<UsageDelta>
    implements OneInputStreamOperator<Slice, UsageDelta> {
  private static final long serialVersionUID = 1L;

  /** Of a task, where state is off the heap. */
  private static final int MOST_SERIES = 1 << 19;

  private final PriceFiles files;
  private final DirectTopics topics;
  private final Duration reorder;
  private final Duration horizon;
  private final Duration futureLimit;
  private final FlushTimer flush;

  private transient MeterSet meters;
  private transient TenantGrids grids;
  private transient MeteringLimits limits;
  private transient ResourcesAtHand resources;
  private transient Layouts layouts;
  private transient Contributions contributions;
  private transient SharedContributions shared;
  private transient Map<KafkaPlace, RecordReport> reports;
  private transient boolean flushSet;
  private transient Map<String, ReportedTenants> reported;
  private transient Map<PointFlag, Counter> flagCounters;

  public SliceMeter(
      PriceFiles files, DirectTopics topics, MeteringLimits limits, FlushTimer flush) {
    this.files = files;
    this.topics = topics;
    this.reorder = limits.reorder();
    this.horizon = limits.horizon();
    this.futureLimit = limits.futureLimit();
    this.flush = flush;
  }

  @Override
  @Initializer
  public void open() throws Exception {
    super.open();
    meters = MeterSet.parse(files.meters().name(), files.meters().text());
    grids = TenantGrids.of(files.parse().tenants().timeZones());
    limits = new MeteringLimits(reorder, horizon, futureLimit);
    layouts = new Layouts();
    contributions = new Contributions();
    shared = new SharedContributions();
    reports = new HashMap<>();
    reported = new HashMap<>();
    resources =
        new ResourcesAtHand(
            getPartitionedState(
                new ValueStateDescriptor<>("resource-usage", ResourceUsageForm.TYPE)),
            this::setCurrentKey,
            // A backend off the heap was chosen because the heap has no room for all of them.
            getKeyedStateBackend().isSafeToReuseKVState() ? MOST_SERIES : Integer.MAX_VALUE);
    flagCounters = new EnumMap<>(PointFlag.class);
    for (PointFlag flag : PointFlag.values()) {
      Counter counter = getRuntimeContext().getMetricGroup().counter("points-" + flag.id());
      flagCounters.put(flag, counter);
    }
  }

  @Override
  public void processElement(StreamRecord<Slice> element) throws IOException {
    Slice slice = element.getValue();
    ResourceUsage usage = resources.take(slice.key());
    WindowGrid grid = grids.of(slice.key().tenant());
    SliceOutcomes outcomes = apply(slice, usage, grid);
    usage.drain(meters, grid, new Handover(slice.key(), meters, contributions, shared));
    resources.give(slice.key(), usage);
    tell(slice, outcomes);
    if (!flushSet) {
      flushSet = true;
      setFlush();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // if the flush fails, Flink fails the task
  private void setFlush() {
    ProcessingTimeService clock = getProcessingTimeService();
    clock.registerTimer(flush.endAfter(1, clock.getCurrentProcessingTime()), time -> flush());
  }

  private SliceOutcomes apply(Slice slice, ResourceUsage usage, WindowGrid grid) {
    SliceOutcomes outcomes = new SliceOutcomes();
    try {
      usage.apply(
          slice.bytes(),
          slice.offset(),
          slice.length(),
          layouts,
          reporter(slice),
          meters,
          grid,
          limits,
          slice.place().appendedAt(),
          outcomes);
    } catch (MalformedOtlpException e) {
      outcomes.malformed(slice, String.valueOf(e.getMessage()));
    }
    return outcomes;
  }

  private Reporter reporter(Slice slice) {
    ReportedTenants tenants =
        slice.record().shared()
            ? reported.computeIfAbsent(slice.place().topic(), topics::reported)
            : ReportedTenants.EVERY;
    return new Reporter(slice.key().tenant(), slice.record().shared(), tenants);
  }

  private void tell(Slice slice, SliceOutcomes outcomes) {
    RecordHead record = slice.record();
    if (record.slices() == 1) {
      emit(LedgerRow.OUTPUT, LedgerRow.of(record, outcomes.counts()));
    } else {
      RecordReport report = new RecordReport(record, 1, outcomes.counts());
      reports.merge(record.place(), report, RecordReport::plus);
    }
    outcomes.quarantineRows(slice, row -> emit(QuarantineRow.OUTPUT, row));
    outcomes.flags().forEach((flag, times) -> count(flag, times));
  }

  private void count(PointFlag flag, long times) {
    Counter counter = flagCounters.get(flag);
    if (counter != null) {
      counter.inc(times);
    }
  }

  private <T> void emit(OutputTag<T> side, T value) {
    output.collect(side, new StreamRecord<>(value));
  }

  /** Everything gathered leaves. */
  private void flush() {
    flushSet = false;
    reports.values().forEach(report -> emit(RecordReport.OUTPUT, report));
    reports.clear();
    contributions.leave(delta -> output.collect(new StreamRecord<>(delta)));
    shared.leave(delta -> emit(AllocationDelta.OUTPUT, delta));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    super.prepareSnapshotPreBarrier(checkpoint);
    flush();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    resources.putBack(getProcessingTimeService().getCurrentProcessingTime());
  }

  @Override
  public void finish() throws Exception {
    super.finish();
    flush();
  }
}
