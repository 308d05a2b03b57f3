package dev.headroom.collectors.spool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was read of a segment at once: entries, or, where nothing sound begins, what is there. */
sealed interface Chunk {
  /** Where in the segment to go on. */
  long end();

  /** In their order; at least one. */
  record Entries(List<byte[]> entries, long end) implements Chunk {}

  /** Bytes that are no entry, up to the next one or the end of the segment. */
  final class Damage implements Chunk {
    private final byte[] bytes;
    private final long end;

    private Damage(byte[] bytes, long end) {
      this.bytes = bytes;
      this.end = end;
    }

    byte[] bytes() {
      return bytes;
    }

    long start() {
      return end - bytes.length;
    }

    @Override
    public long end() {
      return end;
    }
  }

  /**
   * Takes apart what was read.
   *
   * @param start where in the segment the bytes begin
   */
  static Chunk of(Frame frame, byte[] bytes, long start) {
    List<byte[]> entries = new ArrayList<>();
    int at = 0;
    int length = frame.entryLength(bytes, at, bytes.length);
    while (length >= 0) {
      int begin = at + Frame.HEADER_BYTES;
      at = begin + length;
      entries.add(Arrays.copyOfRange(bytes, begin, at));
      length = frame.entryLength(bytes, at, bytes.length);
    }
    if (!entries.isEmpty()) {
      return new Entries(entries, start + at);
    }
    int next = frame.nextSound(bytes, 0, bytes.length);
    return new Damage(Arrays.copyOf(bytes, next), start + next);
  }
}
