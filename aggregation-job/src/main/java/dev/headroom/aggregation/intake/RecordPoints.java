package dev.headroom.aggregation.intake;

import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.OtlpRequest;

/** How many points are in a record. */
public final class RecordPoints {
  /** Larger than the gateway's limit of a decompressed request. */
  static final int MAX_RECORD_BYTES = 32 << 20;

  private RecordPoints() {}

  /**
   * What is in it; of what cannot be read, what is said to be in it.
   *
   * @param declared according to the producer, or {@link ProducerHeaders#UNDECLARED}
   */
  public static long found(byte[] value, long declared) {
    if (value.length <= MAX_RECORD_BYTES) {
      try {
        return OtlpRequest.summarise(value, 0, value.length).points();
      } catch (MalformedOtlpException unreadable) {
        // as below
      }
    }
    return Math.max(0, declared);
  }
}
