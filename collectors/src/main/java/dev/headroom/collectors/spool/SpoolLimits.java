package dev.headroom.collectors.spool;

/**
 * How much a spool may hold.
 *
 * @param maxBytes on the disk and on the way there, but for what was put aside
 * @param segmentBytes after which the next file is begun; as much may be read again after a crash
 */
public record SpoolLimits(long maxBytes, int segmentBytes) {
  private static final int SEGMENT_BYTES = 8 << 20;

  public SpoolLimits {
    if (segmentBytes < 1 || maxBytes < segmentBytes) {
      throw new IllegalArgumentException("expected 1 <= segmentBytes <= maxBytes");
    }
  }

  /** With segments of 8 MiB, or an eighth of the whole if that is less. */
  public static SpoolLimits of(long maxBytes) {
    return new SpoolLimits(maxBytes, (int) Math.min(Math.max(maxBytes / 8, 1), SEGMENT_BYTES));
  }
}
