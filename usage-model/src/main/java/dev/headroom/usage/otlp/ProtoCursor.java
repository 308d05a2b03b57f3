package dev.headroom.usage.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Steps through a protobuf message (wire format of protobuf.dev/programming-guides/encoding). A
 * message inside is entered and left, so one cursor walks a whole tree. Every length is checked
 * against what is left of the enclosing message; groups, which OTLP has none of, are refused.
 */
final class ProtoCursor {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int FIXED32 = 5;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int position;
  private int end;
  private int field;
  private int wireType;

  ProtoCursor(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the next byte is read. */
  int position() {
    return position;
  }

  /** The number of the field whose value comes next. */
  int field() {
    return field;
  }

  int wireType() {
    return wireType;
  }

  /** Starts over in another range of the same array. */
  void moveTo(int offset, int length) {
    position = offset;
    end = offset + length;
  }

  /** Reads the next tag; false at the end of the message. */
  boolean next() throws MalformedOtlpException {
    if (position >= end) {
      return false;
    }
    int at = position;
    byte first = bytes[at];
    if (first > 7) { // one byte, and a field number above zero
      position = at + 1;
      field = first >>> 3;
      wireType = first & 7;
      return true;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (tag >>> 32 != 0 || field == 0) {
      throw new MalformedOtlpException(at, "a field number must lie in 1 … 2^29-1");
    }
    return true;
  }

  /** Insists on the wire type of the field whose tag was read last. */
  void expect(int expected) throws MalformedOtlpException {
    if (wireType != expected) {
      throw new MalformedOtlpException(
          position, "field " + field + " has wire type " + wireType + ", expected " + expected);
    }
  }

  long varint() throws MalformedOtlpException {
    int at = position;
    if (at < end && bytes[at] >= 0) {
      position = at + 1;
      return bytes[at];
    }
    return longVarint(at);
  }

  private long longVarint(int at) throws MalformedOtlpException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position >= end) {
        throw new MalformedOtlpException(at, "a number is cut off");
      }
      byte b = bytes[position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new MalformedOtlpException(at, "a number has more than 10 bytes");
  }

  long fixed64() throws MalformedOtlpException {
    if (end - position < Long.BYTES) {
      throw new MalformedOtlpException(position, "an 8-byte number is cut off");
    }
    long value = fixed64At(bytes, position);
    position += Long.BYTES;
    return value;
  }

  /** The eight bytes that stand there, which have been checked. */
  long fixed64At(int at) {
    return fixed64At(bytes, at);
  }

  static long fixed64At(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** Reads a length and checks that so many bytes are left. */
  int length() throws MalformedOtlpException {
    expect(LENGTH);
    int at = position;
    long length = varint();
    if (length < 0 || length > end - position) {
      throw new MalformedOtlpException(
          at,
          "field "
              + field
              + " claims "
              + Long.toUnsignedString(length)
              + " bytes, only "
              + (end - position)
              + " are left");
    }
    return (int) length;
  }

  /** How many bytes the message around the cursor still has. */
  int remaining() {
    return end - position;
  }

  /** Enters a message of so many bytes, whose presence {@link #length} has checked. */
  int narrow(int length) {
    int outer = end;
    end = position + length;
    return outer;
  }

  /** Enters the message whose length comes next; returns what {@link #leave} needs. */
  int enter() throws MalformedOtlpException {
    return narrow(length());
  }

  /** Goes on behind the message that was entered. */
  void leave(int outer) {
    position = end;
    end = outer;
  }

  /** Steps over so many bytes, whose presence {@link #length} has checked. */
  void advance(int length) {
    position += length;
  }

  /** Steps over the value of the field whose tag was read last. */
  void skip() throws MalformedOtlpException {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> fixed64();
      case LENGTH -> advance(length());
      case FIXED32 -> {
        if (end - position < Integer.BYTES) {
          throw new MalformedOtlpException(position, "a 4-byte number is cut off");
        }
        position += Integer.BYTES;
      }
      case 3, 4 -> throw new MalformedOtlpException(position, "groups are not part of OTLP");
      default ->
          throw new MalformedOtlpException(position, "wire type " + wireType + " does not exist");
    }
  }
}
