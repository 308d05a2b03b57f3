package dev.headroom.collectors.gateway;

/** Headers of a record in the usage topic; see {@code docs/reference/topics.md}. */
final class UsageHeaders {
  static final String PRODUCER_ID = "headroom-producer-id";
  static final String SEQUENCE = "headroom-sequence";
  static final String POINTS = "headroom-points";
  static final String SHARED = "headroom-shared";

  private UsageHeaders() {}
}
