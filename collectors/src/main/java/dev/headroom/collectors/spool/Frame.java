package dev.headroom.collectors.spool;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * How an entry stands in a segment: its length and a CRC-32C (RFC 3720, appendix B.4) as 32-bit
 * big-endian numbers, then the entry. The checksum is over the segment's salt, the length and the
 * entry: a length that was damaged is noticed, and nobody who does not know the salt can write an
 * entry into his own that would be taken for one of the spool's.
 */
final class Frame {
  static final int HEADER_BYTES = 8;

  /** How many bytes a search for the next sound entry may checksum. */
  private static final long SEARCH_BYTES = 1L << 30;

  private final byte[] salt;

  Frame(byte[] salt) {
    this.salt = salt;
  }

  static int size(int entryLength) {
    return HEADER_BYTES + entryLength;
  }

  /** What stands before an entry, which is given in parts. */
  byte[] header(List<byte[]> entry) {
    int length = 0;
    for (byte[] part : entry) {
      length += part.length;
    }
    CRC32C crc = begun(length);
    entry.forEach(crc::update);
    return ByteBuffer.allocate(HEADER_BYTES).putInt(length).putInt((int) crc.getValue()).array();
  }

  /**
   * Length of the entry that begins at an offset; -1 if nothing sound does.
   *
   * @param end of what may be read, exclusive
   */
  int entryLength(byte[] bytes, int at, int end) {
    int length = claimedLength(bytes, at, end);
    return length >= 0
            && ByteBuffer.wrap(bytes).getInt(at + Integer.BYTES)
                == checksum(bytes, at + HEADER_BYTES, length)
        ? length
        : -1;
  }

  /** What the length says; -1 if so many bytes are not there. */
  private static int claimedLength(byte[] bytes, int at, int end) {
    if (end - at < HEADER_BYTES) {
      return -1;
    }
    int length = ByteBuffer.wrap(bytes).getInt(at);
    return length < 0 || length > end - at - HEADER_BYTES ? -1 : length;
  }

  /**
   * Where the next sound entry begins, at or after an offset; {@code end} if there is none, or the
   * search becomes too long.
   */
  int nextSound(byte[] bytes, int at, int end) {
    long searched = 0;
    for (int i = at; i < end && searched < SEARCH_BYTES; i++) {
      int length = claimedLength(bytes, i, end);
      if (length >= 0) {
        searched += length;
        if (entryLength(bytes, i, end) >= 0) {
          return i;
        }
      }
    }
    return end;
  }

  private int checksum(byte[] bytes, int at, int length) {
    CRC32C crc = begun(length);
    crc.update(bytes, at, length);
    return (int) crc.getValue();
  }

  private CRC32C begun(int length) {
    CRC32C crc = new CRC32C();
    crc.update(salt);
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
    return crc;
  }
}
