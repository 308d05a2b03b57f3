package dev.headroom.aggregation.totals;

import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.usage.meter.Aggregation;
import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.MeterSet;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every quantity of every tenant, and tells its whole value when it changed. */
public final class UsageTotals extends KeyedProcessFunction<UsageKey, UsageDelta, UsageTotal> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(UsageTotals.class);

  private final SourceFile meterFile;
  private final FlushTimer flush;
  private transient MeterSet meters;
  private transient ValueState<RevisedUsage> state;

  public UsageTotals(SourceFile meterFile, FlushTimer flush) {
    this.meterFile = meterFile;
    this.flush = flush;
  }

  @Override
  @Initializer
  public void open(OpenContext context) {
    meters = MeterSet.parse(meterFile.name(), meterFile.text());
    state =
        getRuntimeContext().getState(new ValueStateDescriptor<>("usage-total", RevisedUsage.TYPE));
  }

  @Override
  public void processElement(UsageDelta delta, Context context, Collector<UsageTotal> out)
      throws IOException {
    RevisedUsage before = state.value();
    if (before == null) {
      state.update(new RevisedUsage(delta.raw(), 0));
    } else {
      BigInteger raw = combine(delta.key(), before.raw(), delta.raw());
      if (raw.equals(before.raw())) {
        return;
      }
      state.update(new RevisedUsage(raw, before.revision()));
    }
    flush.set(context.timerService());
  }

  private BigInteger combine(UsageKey key, BigInteger before, BigInteger more) {
    boolean greatest =
        meters.find(key.meter()).filter(m -> m.aggregation() == Aggregation.MAX).isPresent();
    return greatest ? before.max(more) : before.add(more);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<UsageTotal> out)
      throws IOException {
    UsageKey key = context.getCurrentKey();
    Optional<Meter> meter = meters.find(key.meter());
    if (meter.isEmpty()) {
      LOG.warn(
          "meter {} is no longer configured: a change of tenant {} from {} on is kept, not shown",
          key.meter(),
          key.tenant(),
          key.startSecond());
      return;
    }
    RevisedUsage known = state.value();
    long revision = FlushTimer.nextRevision(known.revision(), context.timerService());
    state.update(new RevisedUsage(known.raw(), revision));
    out.collect(new UsageTotal(key, meter.get().finish(known.raw()), meter.get().unit(), revision));
  }
}
