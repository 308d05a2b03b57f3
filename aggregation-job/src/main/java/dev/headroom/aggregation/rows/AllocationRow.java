package dev.headroom.aggregation.rows;

import dev.headroom.aggregation.allocation.AllocationKey;
import dev.headroom.usage.allocation.Split;
import dev.headroom.usage.meter.Meter;
import java.math.BigInteger;
import org.apache.flink.util.OutputTag;

/** How what tenants share is divided, as known now. */
public final class AllocationRow {
  /** The side output that carries them. */
  public static final OutputTag<TableRow> OUTPUT = new OutputTag<>("allocation", TableRow.TYPE);

  private AllocationRow() {}

  public static TableRow of(
      AllocationKey key, Meter meter, String dimensions, Split split, long revision) {
    BigInteger allocated =
        split.allocated().values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    return new TableRow(
        SinkTable.ALLOCATION,
        new RowBinary()
            .text(key.owner())
            .text(key.process())
            .text(key.meter())
            .second(key.startSecond())
            .second(key.endSecond())
            .text(dimensions)
            .decimal(meter.finish(split.whole().subtract(split.overAttributed())))
            .decimal(meter.finish(split.caused()))
            .decimal(meter.finish(allocated))
            .decimal(meter.finish(split.own()))
            .decimal(meter.finish(split.overAttributed()))
            .text(meter.unit())
            .int64(revision));
  }
}
