package dev.headroom.usage.otlp;

/** Bytes that are not an OTLP metrics message: what is wrong, and where. */
public final class MalformedOtlpException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int offset;

  /**
   * @param offset the position in the array at which reading failed
   * @param problem what is wrong there
   */
  public MalformedOtlpException(int offset, String problem) {
    super(problem + " (at byte " + offset + ")");
    this.offset = offset;
  }

  /** The position in the array at which reading failed. */
  public int offset() {
    return offset;
  }
}
