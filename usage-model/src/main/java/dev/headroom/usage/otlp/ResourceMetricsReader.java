package dev.headroom.usage.otlp;

import java.nio.charset.StandardCharsets;

/**
 * Reads one {@code ResourceMetrics}: tells its metrics and their points to a visitor. Fields may
 * stand in any order, so each message is looked over once for what describes it before its contents
 * are read.
 */
public final class ResourceMetricsReader {

  private static final long RESOURCE_SEED = 0x5851f42d4c957f2dL;

  private final ProtoCursor cursor;
  private final AttributeHash attributes = new AttributeHash();
  private final AttributeLookup lookup;
  private final NumberPoint point;
  private final Hash128 hash = new Hash128();
  private final PointVisitor visitor;
  private final int offset;
  private final int length;
  private int ordinal;

  private ResourceMetricsReader(byte[] bytes, int offset, int length, PointVisitor visitor) {
    this.cursor = new ProtoCursor(bytes, offset, length);
    this.lookup = new AttributeLookup(bytes);
    this.point = new NumberPoint(cursor, lookup);
    this.visitor = visitor;
    this.offset = offset;
    this.length = length;
  }

  /**
   * Reads the {@code ResourceMetrics} at these bytes.
   *
   * @throws MalformedOtlpException if they are malformed; the visitor may have been told a part.
   *     Bytes that {@link OtlpRequest#split} told never are.
   */
  public static void read(byte[] bytes, int offset, int length, PointVisitor visitor)
      throws MalformedOtlpException {
    new ResourceMetricsReader(bytes, offset, length, visitor).read();
  }

  /**
   * Reads the {@code ResourceMetrics} at these bytes, of which {@link Layouts} told the layout:
   * without taking it apart again. Its points have no identity, only an ordinal.
   */
  public static void read(Layout layout, byte[] bytes, int offset, int length, PointVisitor visitor)
      throws MalformedOtlpException {
    new ResourceMetricsReader(bytes, offset, length, visitor).read(layout);
  }

  private void read(Layout layout) throws MalformedOtlpException {
    int at = behindResource();
    for (Layout.Metric metric : layout.metrics()) {
      lookup.scope(at + metric.scopeAt(), metric.scopeLength(), false);
      MetricKind kind = metric.header().kind();
      if (visitor.metric(metric.header()) && kind.isTold()) {
        for (int i = metric.from(); i < metric.to(); i++) {
          point.show(kind, layout.point(i), at, i);
          visitor.point(point);
        }
      }
      visitor.endOfMetric();
    }
  }

  private int behindResource() throws MalformedOtlpException {
    if (!cursor.next() || cursor.field() != 1) {
      return offset;
    }
    int size = cursor.length();
    lookup.resource(cursor.position(), size, false);
    return cursor.position() + size;
  }

  private void read() throws MalformedOtlpException {
    resource();
    long resourceHigh = hash.high();
    long resourceLow = hash.low();
    cursor.moveTo(offset, length);
    while (cursor.next()) {
      if (cursor.field() == 2) {
        int outer = cursor.enter();
        scopeMetrics(resourceHigh, resourceLow);
        cursor.leave(outer);
      } else {
        cursor.skip();
      }
    }
  }

  private void resource() throws MalformedOtlpException {
    attributes.clear();
    int at = offset;
    int size = 0;
    while (cursor.next()) {
      if (cursor.field() == 1) {
        size = cursor.length();
        at = cursor.position();
        addResourceAttributes(size);
      } else {
        cursor.skip();
      }
    }
    lookup.resource(at, size, attributes.usesDictionary());
    identify(hash, attributes);
  }

  /** The identity of a resource: of its attributes, whatever their order. */
  static void identify(Hash128 hash, AttributeHash attributes) {
    hash.set(RESOURCE_SEED, ~RESOURCE_SEED);
    hash.pair(attributes.high(), attributes.low());
  }

  private void addResourceAttributes(int size) throws MalformedOtlpException {
    int outer = cursor.narrow(size);
    while (cursor.next()) {
      if (cursor.field() == 1) {
        attributes.add(cursor);
      } else {
        cursor.skip();
      }
    }
    cursor.leave(outer);
  }

  private void scopeMetrics(long resourceHigh, long resourceLow) throws MalformedOtlpException {
    int at = cursor.position();
    int size = cursor.remaining();
    hash.set(resourceHigh, resourceLow);
    scope(at);
    long scopeHigh = hash.high();
    long scopeLow = hash.low();
    cursor.moveTo(at, size);
    while (cursor.next()) {
      if (cursor.field() == 2) {
        int inner = cursor.enter();
        metric(scopeHigh, scopeLow);
        cursor.leave(inner);
      } else {
        cursor.skip();
      }
    }
  }

  /** Hashes name, version and attributes of the scope, wherever it stands. */
  private void scope(int start) throws MalformedOtlpException {
    int at = start;
    int size = 0;
    attributes.clear();
    while (cursor.next()) {
      if (cursor.field() == 1) {
        size = cursor.length();
        at = cursor.position();
        cursor.advance(size);
      } else {
        cursor.skip();
      }
    }
    ProtoCursor scope = new ProtoCursor(cursor.bytes(), at, size);
    int nameAt = at;
    int nameSize = 0;
    int versionAt = at;
    int versionSize = 0;
    while (scope.next()) {
      switch (scope.field()) {
        case 1 -> {
          nameSize = scope.length();
          nameAt = scope.position();
          scope.advance(nameSize);
        }
        case 2 -> {
          versionSize = scope.length();
          versionAt = scope.position();
          scope.advance(versionSize);
        }
        case 3 -> attributes.add(scope);
        default -> scope.skip();
      }
    }
    lookup.scope(at, size, attributes.usesDictionary());
    hash.bytes(cursor.bytes(), nameAt, nameSize);
    hash.bytes(cursor.bytes(), versionAt, versionSize);
    hash.pair(attributes.high(), attributes.low());
  }

  private void metric(long scopeHigh, long scopeLow) throws MalformedOtlpException {
    MetricScan scan = new MetricScan(cursor);
    scan.read();
    MetricHeader header = scan.header();
    int firstBehind = ordinal + header.points();
    boolean wanted = visitor.metric(header);
    if (wanted && header.kind().isTold()) {
      hash.set(scopeHigh, scopeLow);
      text(header.name());
      text(header.unit());
      hash.number(header.kind().code());
      points(scan, header.kind(), hash.high(), hash.low());
    }
    ordinal = firstBehind;
    visitor.endOfMetric();
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    hash.bytes(utf8, 0, utf8.length);
  }

  private void points(MetricScan scan, MetricKind kind, long high, long low)
      throws MalformedOtlpException {
    int back = cursor.position();
    cursor.moveTo(scan.dataAt(), scan.dataLength());
    while (cursor.next()) {
      if (cursor.field() == 1) {
        point.read(kind, high, low, ordinal++);
        visitor.point(point);
      } else {
        cursor.skip();
      }
    }
    cursor.moveTo(back, 0);
  }
}
