package dev.headroom.collectors.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How an entry stands in a segment: its length and a CRC-32C (RFC 3720, appendix B.4) as 32-bit
 * big-endian numbers, then the entry. The checksum is over the length too, so that a length that
 * was damaged is noticed.
 */
final class Frame {
  static final int HEADER_BYTES = 8;

  private Frame() {}

  static int size(int entryLength) {
    return HEADER_BYTES + entryLength;
  }

  static void write(byte[] entry, ByteBuffer out) {
    out.putInt(entry.length).putInt(checksum(entry, 0, entry.length)).put(entry);
  }

  /**
   * Length of the entry that begins at an offset; -1 if nothing sound does.
   *
   * @param end of what may be read, exclusive
   */
  static int entryLength(byte[] bytes, int at, int end) {
    if (end - at < HEADER_BYTES) {
      return -1;
    }
    ByteBuffer header = ByteBuffer.wrap(bytes, at, HEADER_BYTES);
    int length = header.getInt();
    if (length < 0 || length > end - at - HEADER_BYTES) {
      return -1;
    }
    return header.getInt() == checksum(bytes, at + HEADER_BYTES, length) ? length : -1;
  }

  /** Where the next sound entry begins, at or after an offset; {@code end} if there is none. */
  static int nextSound(byte[] bytes, int at, int end) {
    int i = at;
    while (i < end && entryLength(bytes, i, end) < 0) {
      i++;
    }
    return i;
  }

  private static int checksum(byte[] bytes, int at, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
    crc.update(bytes, at, length);
    return (int) crc.getValue();
  }
}
