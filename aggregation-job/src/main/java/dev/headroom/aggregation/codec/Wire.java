package dev.headroom.aggregation.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/** Parts that several codecs write alike. */
public final class Wire {
  private Wire() {}

  /** UTF-8 after its length; without the 64 KiB limit of {@link DataOutput#writeUTF}. */
  public static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    writeBytes(bytes, 0, bytes.length, out);
  }

  public static String readText(DataInput in) throws IOException {
    return new String(readBytes(in), UTF_8);
  }

  public static void writeBytes(byte[] bytes, int offset, int length, DataOutput out)
      throws IOException {
    writeLength(length, out);
    out.write(bytes, offset, length);
  }

  public static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[readLength(in)];
    in.readFully(bytes);
    return bytes;
  }

  /** Two's complement, as few bytes as it needs. */
  public static void writeInteger(BigInteger value, DataOutput out) throws IOException {
    byte[] bytes = value.toByteArray();
    writeBytes(bytes, 0, bytes.length, out);
  }

  public static BigInteger readInteger(DataInput in) throws IOException {
    return new BigInteger(readBytes(in));
  }

  /** Seven bits a byte, low ones first; most lengths take one byte. */
  private static void writeLength(int length, DataOutput out) throws IOException {
    int rest = length;
    while (rest > 0x7f) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static int readLength(DataInput in) throws IOException {
    int length = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = in.readUnsignedByte();
      length |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return length;
      }
    }
    throw new IOException("a length of more than five bytes: not what Wire writes");
  }
}
