package dev.headroom.benchmarks;

/** One {@code ExportMetricsServiceRequest} of one tenant, as a Kafka record carries it. */
final class Request {
  private final String tenant;
  private final int points;
  private final byte[] bytes;

  Request(String tenant, int points, byte[] bytes) {
    this.tenant = tenant;
    this.points = points;
    this.bytes = bytes;
  }

  String tenant() {
    return tenant;
  }

  /** Number of data points in it. */
  int points() {
    return points;
  }

  /** Protobuf, uncompressed; not to be changed. */
  byte[] bytes() {
    return bytes;
  }
}
