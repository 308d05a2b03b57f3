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
    StructureCheck check = new StructureCheck(bytes, offset, length);
    check.check(MessageShape.REQUEST);
    int resource = 0;
    AttributeHash attributes = new AttributeHash();
    Hash128 hash = new Hash128();
    ProtoCursor request = new ProtoCursor(bytes, offset, length);
    while (request.next()) {
      if (request.field() != 1) {
        request.skip();
        continue;
      }
      int size = request.length();
      int at = request.position();
      request.advance(size);
      addResourceAttributes(new ProtoCursor(bytes, at, size), attributes);
      ResourceMetricsReader.identify(hash, attributes);
      out.resource(at, size, hash.high(), hash.low(), check.pointsOf(resource++));
    }
  }

  private static void addResourceAttributes(ProtoCursor resourceMetrics, AttributeHash attributes)
      throws MalformedOtlpException {
    attributes.clear();
    while (resourceMetrics.next()) {
      if (resourceMetrics.field() != 1) {
        resourceMetrics.skip();
        continue;
      }
      int outer = resourceMetrics.enter();
      while (resourceMetrics.next()) {
        if (resourceMetrics.field() == 1) {
          attributes.add(resourceMetrics);
        } else {
          resourceMetrics.skip();
        }
      }
      resourceMetrics.leave(outer);
    }
  }

  /** Checks the structure of a whole request and counts what it holds. */
  public static RequestSummary summarise(byte[] bytes, int offset, int length)
      throws MalformedOtlpException {
    StructureCheck check = new StructureCheck(bytes, offset, length);
    check.check(MessageShape.REQUEST);
    return new RequestSummary(check.resources(), check.metrics(), check.points());
  }
}
