package dev.headroom.aggregation.totals;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How many records and points came, and what became of the points. */
public record PointCounts(
    long records,
    long declared,
    long counted,
    long repeated,
    long covered,
    long unmetered,
    long quarantined) {
  public static final PointCounts NONE = new PointCounts(0, 0, 0, 0, 0, 0, 0);

  /** One record; what becomes of its points is told by others. */
  public static PointCounts oneRecord(long declared) {
    return new PointCounts(1, declared, 0, 0, 0, 0, 0);
  }

  /** One record that was set aside with all its points. */
  public static PointCounts oneRecordSetAside(long points) {
    return new PointCounts(1, points, 0, 0, 0, 0, points);
  }

  public PointCounts plus(PointCounts other) {
    return new PointCounts(
        records + other.records,
        declared + other.declared,
        counted + other.counted,
        repeated + other.repeated,
        covered + other.covered,
        unmetered + other.unmetered,
        quarantined + other.quarantined);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(records);
    out.writeLong(declared);
    out.writeLong(counted);
    out.writeLong(repeated);
    out.writeLong(covered);
    out.writeLong(unmetered);
    out.writeLong(quarantined);
  }

  static PointCounts read(DataInput in) throws IOException {
    return new PointCounts(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }
}
