package dev.headroom.embedded;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/**
 * A gzipped POSIX ustar archive, as npm packs it. Reads one regular file out of it; names inside
 * the archive never become paths. Names over 100 bytes are not needed and not understood.
 */
final class Tarball {
  private static final int BLOCK_BYTES = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_BYTES = 12;

  private final Path file;

  Tarball(Path file) {
    this.file = file;
  }

  /** Writes the entry to the target, on disk when this returns. */
  void extract(String entry, Path target) throws IOException {
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16)) {
      for (byte[] header = block(in); header[0] != 0; header = block(in)) {
        long bytes = Long.parseLong(text(header, SIZE_OFFSET, SIZE_BYTES).strip(), 8);
        if (text(header, 0, NAME_BYTES).equals(entry)) {
          copy(in, bytes, target);
          return;
        }
        in.skipNBytes((bytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES);
      }
    } catch (EOFException | NumberFormatException e) {
      throw new EmbeddedException(file.getFileName() + " is cut off or no tar archive", e);
    }
    throw new EmbeddedException(file.getFileName() + " has no " + entry);
  }

  private static byte[] block(InputStream in) throws IOException {
    byte[] block = in.readNBytes(BLOCK_BYTES);
    if (block.length < BLOCK_BYTES) {
      throw new EOFException();
    }
    return block;
  }

  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.US_ASCII);
  }

  private static void copy(InputStream in, long bytes, Path target) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long left = bytes; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new EOFException();
        }
        for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read); rest.hasRemaining(); ) {
          out.write(rest);
        }
        left -= read;
      }
      out.force(true);
    }
  }
}
