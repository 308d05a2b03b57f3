package dev.headroom.aggregation.totals;

import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.usage.meter.Aggregation;
import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.ResourceState;
import dev.headroom.usage.meter.TenantGrids;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.meter.WindowParts;
import dev.headroom.usage.metering.UsagePart;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every quantity of every tenant, and tells its whole value when it changed. */
public final class UsageTotals extends KeyedProcessFunction<UsageKey, UsageDelta, UsageTotal> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(UsageTotals.class);

  private final PriceFiles files;
  private final FlushTimer flush;
  private transient MeterSet meters;
  private transient TenantGrids grids;
  private transient ValueState<RevisedUsage> state;
  private transient MapState<UsagePart, BigInteger> parts;

  public UsageTotals(PriceFiles files, FlushTimer flush) {
    this.files = files;
    this.flush = flush;
  }

  @Override
  @Initializer
  public void open(OpenContext context) {
    meters = MeterSet.parse(files.meters().name(), files.meters().text());
    grids = TenantGrids.of(files.parse().tenants().timeZones());
    state =
        getRuntimeContext().getState(new ValueStateDescriptor<>("usage-total", RevisedUsage.TYPE));
    parts =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("usage-parts", UsagePartForm.TYPE, Types.BIG_INT));
  }

  @Override
  public void processElement(UsageDelta delta, Context context, Collector<UsageTotal> out)
      throws Exception {
    RevisedUsage before = state.value();
    Aggregation aggregation = aggregation(delta.key());
    BigInteger raw =
        aggregation.isInParts()
            ? withPart(aggregation, before, delta)
            : before == null ? delta.raw() : aggregation.combine(before.raw(), delta.raw());
    RevisedUsage known = before == null ? RevisedUsage.NONE : before;
    BigInteger allocated =
        delta.allocated() ? known.allocated().add(delta.raw()) : known.allocated();
    RevisedUsage now = new RevisedUsage(raw, allocated, known.revision());
    if (before == null || !now.equals(before) || aggregation.isSampled()) {
      state.update(now);
      flush.set(context.timerService());
    }
  }

  /** A meter that is gone added up. */
  private Aggregation aggregation(UsageKey key) {
    return meters.find(key.meter()).map(Meter::aggregation).orElse(Aggregation.SUM);
  }

  /** Values with usage are counted as they come; a sample is chosen when the total is told. */
  private BigInteger withPart(
      Aggregation aggregation, @Nullable RevisedUsage before, UsageDelta delta) throws Exception {
    BigInteger known = parts.get(delta.part());
    BigInteger part = known == null ? delta.raw() : aggregation.combine(known, delta.raw());
    parts.put(delta.part(), part);
    BigInteger raw = before == null ? BigInteger.ZERO : before.raw();
    if (aggregation != Aggregation.UNIQUE) {
      return raw;
    }
    int was = known != null && known.signum() > 0 ? 1 : 0;
    int is = part.signum() > 0 ? 1 : 0;
    return raw.add(BigInteger.valueOf(is - was));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<UsageTotal> out)
      throws Exception {
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
    WindowGrid grid = grids.of(key.tenant());
    BigInteger raw = total(meter.get(), known, key, grid);
    if (known.revision() > 0 && meter.get().aggregation().isSampled() && raw.equals(known.raw())) {
      return;
    }
    long revision = FlushTimer.nextRevision(known.revision(), context.timerService());
    state.update(new RevisedUsage(raw, known.allocated(), revision));
    out.collect(
        total(key, grid.month(key.startSecond()), meter.get(), raw, known.allocated(), revision));
  }

  private static UsageTotal total(
      UsageKey key,
      YearMonth month,
      Meter meter,
      BigInteger raw,
      BigInteger allocated,
      long revision) {
    ResourceState state = meter.state();
    return new UsageTotal(
        key,
        month,
        meter.finish(raw),
        meter.finish(allocated),
        meter.unit(),
        state == null ? "" : state.resource(),
        state == null ? "" : state.state().id(),
        revision);
  }

  private BigInteger total(Meter meter, RevisedUsage known, UsageKey key, WindowGrid grid)
      throws Exception {
    if (!(meter.parts() instanceof WindowParts.Samples samples)) {
      return known.raw();
    }
    List<BigInteger> all = new ArrayList<>();
    parts.values().forEach(all::add);
    return samples.choose(all, grid.samples(samples.length(), key.startSecond(), key.endSecond()));
  }
}
