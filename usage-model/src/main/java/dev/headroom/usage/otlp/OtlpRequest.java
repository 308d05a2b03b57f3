package dev.headroom.usage.otlp;

import java.util.ArrayList;
import java.util.List;

/** Reads an {@code ExportMetricsServiceRequest} without making objects of it. */
public final class OtlpRequest {

  private OtlpRequest() {}

  /**
   * Cuts a request into its {@code ResourceMetrics}, in their order. The whole request is checked
   * first: either every slice is told, or none.
   */
  public static void split(byte[] bytes, int offset, int length, ResourceSlices out)
      throws MalformedOtlpException {
    split(bytes, offset, length, new Layouts(), out);
  }

  /**
   * The same.
   *
   * @param layouts of what was checked before: what has such a layout need not be checked again
   */
  public static void split(
      byte[] bytes, int offset, int length, Layouts layouts, ResourceSlices out)
      throws MalformedOtlpException {
    List<Slice> slices = checked(bytes, offset, length, layouts);
    AttributeHash attributes = new AttributeHash();
    Hash128 hash = new Hash128();
    for (Slice slice : slices) {
      addResourceAttributes(new ProtoCursor(bytes, slice.at(), slice.size()), attributes);
      ResourceMetricsReader.identify(hash, attributes);
      out.resource(slice.at(), slice.size(), hash.high(), hash.low(), slice.points());
    }
  }

  private record Slice(int at, int size, int points) {}

  private static List<Slice> checked(byte[] bytes, int offset, int length, Layouts layouts)
      throws MalformedOtlpException {
    List<Slice> slices = new ArrayList<>();
    ProtoCursor request = new ProtoCursor(bytes, offset, length);
    while (request.next()) {
      if (request.field() == 1) {
        int size = request.length();
        int at = request.position();
        request.advance(size);
        slices.add(new Slice(at, size, points(bytes, at, size, layouts)));
      } else {
        request.skip();
      }
    }
    return slices;
  }

  /** Checks a {@code ResourceMetrics}; how many points it has. */
  private static int points(byte[] bytes, int at, int size, Layouts layouts)
      throws MalformedOtlpException {
    Layout known = layouts.find(bytes, at, size);
    if (known != null) {
      int rest = Layouts.behindResource(bytes, at, size);
      new StructureCheck(bytes, at, rest - at).check(MessageShape.RESOURCE_METRICS);
      return known.points();
    }
    StructureCheck check = new StructureCheck(bytes, at, size);
    check.check(MessageShape.RESOURCE_METRICS);
    layouts.learn(bytes, at, size);
    return check.points();
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
    return summarise(MessageShape.REQUEST, bytes, offset, length);
  }

  /**
   * Checks the structure of a whole request, counts what it holds, and finds whose usage it claims
   * to be.
   *
   * @param layouts of what was inspected before: what has such a layout need not be looked at again
   */
  public static RequestInspection inspect(byte[] bytes, int offset, int length, Layouts layouts)
      throws MalformedOtlpException {
    Inspection inspection = new Inspection(bytes, layouts);
    ProtoCursor request = new ProtoCursor(bytes, offset, length);
    while (request.next()) {
      if (request.field() == 1) {
        int size = request.length();
        inspection.resource(request.position(), size);
        request.advance(size);
      } else {
        request.skip();
      }
    }
    return inspection.result();
  }

  /** The same of one {@code ResourceMetrics}, such as {@link #split} tells. */
  public static RequestSummary summariseResource(byte[] bytes, int offset, int length)
      throws MalformedOtlpException {
    return summarise(MessageShape.RESOURCE_METRICS, bytes, offset, length);
  }

  private static RequestSummary summarise(MessageShape shape, byte[] bytes, int offset, int length)
      throws MalformedOtlpException {
    StructureCheck check = new StructureCheck(bytes, offset, length);
    check.check(shape);
    return new RequestSummary(
        check.resources(), check.metrics(), check.points(), check.mostAttributes());
  }
}
