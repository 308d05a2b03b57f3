package dev.headroom.usage.metering;

/** Room in which the points of one series after the other are spread out and packed again. */
final class PointsAtWork {
  private final KeptPoints points = new KeptPoints();
  private final PackedPoints packed = new PackedPoints();

  KeptPoints points() {
    return points;
  }

  PackedPoints packed() {
    return packed;
  }
}
