package dev.headroom.usage.otlp;

/** Checks a whole message against its shape, and counts what it holds. */
final class StructureCheck {

  /** As deep as protobuf's own parsers go. */
  private static final int MAX_DEPTH = 100;

  private final ProtoCursor cursor;
  private int resources;
  private int metrics;
  private int points;
  private int mostAttributes;

  StructureCheck(byte[] bytes, int offset, int length) {
    this.cursor = new ProtoCursor(bytes, offset, length);
  }

  int resources() {
    return resources;
  }

  int metrics() {
    return metrics;
  }

  int points() {
    return points;
  }

  int mostAttributes() {
    return mostAttributes;
  }

  void check(MessageShape shape) throws MalformedOtlpException {
    check(shape, shape == MessageShape.REQUEST ? 0 : 1);
  }

  private void check(MessageShape shape, int depth) throws MalformedOtlpException {
    if (depth > MAX_DEPTH) {
      throw new MalformedOtlpException(
          cursor.position(), "messages are nested deeper than " + MAX_DEPTH);
    }
    count(shape);
    int excluded = 0;
    int attributes = 0;
    while (cursor.next()) {
      int field = cursor.field();
      char kind = shape.kind(field);
      if (kind == 0) {
        cursor.skip();
        continue;
      }
      if ((excluded & (1 << field)) != 0) {
        throw new MalformedOtlpException(
            cursor.position(),
            "field " + field + " of " + shape + " is set beside a field it excludes, or twice");
      }
      excluded |= shape.excludedBy(field);
      if (shape.inner(field) == MessageShape.KEY_VALUE) {
        attributes++;
      }
      value(shape, field, kind, depth);
    }
    mostAttributes = Math.max(mostAttributes, attributes);
  }

  private void count(MessageShape shape) {
    if (shape.isPoint()) {
      points++;
    } else if (shape == MessageShape.METRIC) {
      metrics++;
    } else if (shape == MessageShape.RESOURCE_METRICS) {
      resources++;
    }
  }

  private void value(MessageShape shape, int field, char kind, int depth)
      throws MalformedOtlpException {
    switch (kind) {
      case 'v' -> {
        cursor.expect(ProtoCursor.VARINT);
        cursor.varint();
      }
      case 'd' -> {
        cursor.expect(ProtoCursor.FIXED64);
        cursor.fixed64();
      }
      case 'b' -> cursor.advance(cursor.length());
      case 't' -> text();
      case 'V', 'D' -> numbers(kind);
      default -> {
        int outer = cursor.enter();
        check(shape.inner(field), depth + 1);
        cursor.leave(outer);
      }
    }
  }

  private void text() throws MalformedOtlpException {
    int length = cursor.length();
    int bad = Utf8Check.firstError(cursor.bytes(), cursor.position(), length);
    if (bad >= 0) {
      throw new MalformedOtlpException(bad, "text is not UTF-8");
    }
    cursor.advance(length);
  }

  /** Repeated numbers, packed into one field or one by one. */
  private void numbers(char kind) throws MalformedOtlpException {
    if (cursor.wireType() != ProtoCursor.LENGTH) {
      cursor.expect(kind == 'V' ? ProtoCursor.VARINT : ProtoCursor.FIXED64);
      cursor.skip();
      return;
    }
    int length = cursor.length();
    int last = cursor.position() + length;
    if (kind == 'D') {
      if (length % Long.BYTES != 0) {
        throw new MalformedOtlpException(cursor.position(), "packed 8-byte numbers are cut off");
      }
      cursor.advance(length);
      return;
    }
    while (cursor.position() < last) {
      cursor.varint();
    }
    if (cursor.position() > last) {
      throw new MalformedOtlpException(last, "packed numbers are cut off");
    }
  }
}
