package dev.headroom.usage.metering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Numbers of variable length, seven bits a byte, the lowest first. */
final class Varints {
  private Varints() {}

  static void write(DataOutput out, long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.writeByte((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long read(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte b = in.readByte();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("a number in the state has more than 10 bytes");
  }

  /** A number of either sign, short if it is near zero. */
  static void writeSigned(DataOutput out, long value) throws IOException {
    write(out, (value << 1) ^ (value >> 63));
  }

  static long readSigned(DataInput in) throws IOException {
    long value = read(in);
    return (value >>> 1) ^ -(value & 1);
  }

  /** A count, with a bound against damaged state. */
  static int readCount(DataInput in, int most) throws IOException {
    long count = read(in);
    if (count < 0 || count > most) {
      throw new IOException("the state claims " + count + " entries, at most " + most + " can be");
    }
    return (int) count;
  }
}
