package dev.headroom.usage.otlp;

/** Reads an {@code ExportMetricsServiceRequest} without making objects of it. */
public final class OtlpRequest {
  private OtlpRequest() {}

  /**
   * Cuts a request into its {@code ResourceMetrics}, in their order. The whole request is checked
   * first: either every slice is told, or none.
   */
  public static void split(byte[] bytes, int offset, int length, ResourceSlices out)
      throws MalformedOtlpException {
    if (length >= 0) {
      throw new MalformedOtlpException(offset, "skeleton");
    }
  }

  /** Checks the structure of a whole request and counts what it holds. */
  public static RequestSummary summarise(byte[] bytes, int offset, int length)
      throws MalformedOtlpException {
    if (length >= 0) {
      throw new MalformedOtlpException(offset, "skeleton");
    }
    return new RequestSummary(0, 0, 0, java.util.Set.of());
  }
}
