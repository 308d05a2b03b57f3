package dev.headroom.collectors.limit;

import java.time.Duration;

/**
 * What is left of a request.
 *
 * <p>Whole {@code ResourceMetrics} are left out, so that what is stored are the bytes that were
 * sent.
 */
public sealed interface Allowance {

  /** Nothing is taken now; the same may be after this time. */
  record Later(Duration after) implements Allowance {}

  /** All of it. */
  record All() implements Allowance {}

  /** A part. */
  final class Part implements Allowance {
    private final byte[] request;
    private final int points;
    private final int rejectedPoints;
    private final String reason;

    Part(byte[] request, int points, int rejectedPoints, String reason) {
      this.request = request;
      this.points = points;
      this.rejectedPoints = rejectedPoints;
      this.reason = reason;
    }

    /** An {@code ExportMetricsServiceRequest} with what is taken. */
    public byte[] request() {
      return request;
    }

    public int points() {
      return points;
    }

    public int rejectedPoints() {
      return rejectedPoints;
    }

    /** For the client. */
    public String reason() {
      return reason;
    }
  }
}
