package dev.headroom.aggregation.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What became of points: every point is in exactly one of the five. */
public record PointCounts(
    long counted, long repeated, long covered, long unmetered, long quarantined) {
  public static final PointCounts NONE = new PointCounts(0, 0, 0, 0, 0);

  public static PointCounts setAside(long points) {
    return new PointCounts(0, 0, 0, 0, points);
  }

  public PointCounts plus(PointCounts other) {
    return new PointCounts(
        counted + other.counted,
        repeated + other.repeated,
        covered + other.covered,
        unmetered + other.unmetered,
        quarantined + other.quarantined);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(counted);
    out.writeLong(repeated);
    out.writeLong(covered);
    out.writeLong(unmetered);
    out.writeLong(quarantined);
  }

  static PointCounts read(DataInput in) throws IOException {
    return new PointCounts(
        in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}
