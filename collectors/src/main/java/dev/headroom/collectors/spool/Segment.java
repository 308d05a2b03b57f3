package dev.headroom.collectors.spool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A file of entries, {@code 00000000000000000042.spool}: {@link #MAGIC}, a salt of eight random
 * bytes, then one {@link Frame} after the other. The numbers ascend.
 */
final class Segment {
  /** Names the format and its version. */
  static final byte[] MAGIC = {'H', 'R', 'S', 'P', 'O', 'O', 'L', '1'};

  static final String SUFFIX = ".spool";

  private static final int SALT_BYTES = 8;

  /** Of what stands before the first entry. */
  static final int HEADER_BYTES = MAGIC.length + SALT_BYTES;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final long number;
  private final byte[] salt;

  /** Up to where the file is on the disk; what is behind it was never told to be. */
  private volatile long length;

  private volatile boolean sealed;

  private Segment(Path file, long number, byte[] salt, long length, boolean sealed) {
    this.salt = salt;
    this.file = file;
    this.number = number;
    this.length = length;
    this.sealed = sealed;
  }

  /** A new file, which can be appended to. */
  static Segment create(Path directory, long number) {
    return create(directory, number, String.format(Locale.ROOT, "%020d", number));
  }

  /** A new file that is no part of a queue. */
  static Segment create(Path directory, String name) {
    return create(directory, -1, name);
  }

  private static Segment create(Path directory, long number, String name) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return new Segment(directory.resolve(name + SUFFIX), number, salt, 0, false);
  }

  /** A file as it is, which can't be appended to. */
  static Segment of(Path file, long number, long length) throws IOException {
    byte[] salt = new byte[SALT_BYTES];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.wrap(salt);
      int read = 0;
      while (buffer.hasRemaining() && read >= 0) {
        read = channel.read(buffer, MAGIC.length + buffer.position());
      }
    }
    return new Segment(file, number, salt, length, true);
  }

  /** Those of a directory, oldest first; none can be appended to. */
  static List<Segment> in(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> segments =
          files
              .filter(f -> f.getFileName().toString().matches("[0-9]{20}\\" + SUFFIX))
              .sorted()
              .toList();
      List<Segment> found = new ArrayList<>();
      for (Path file : segments) {
        long number = Long.parseLong(file.getFileName().toString().substring(0, 20));
        try {
          found.add(of(file, number, Files.size(file)));
        } catch (NoSuchFileException e) {
          // Whoever uses the spool has taken it in the meantime.
        }
      }
      return found;
    }
  }

  Frame frame() {
    return new Frame(salt);
  }

  /** What stands before the first entry. */
  byte[] header() {
    return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).put(salt).array();
  }

  Path file() {
    return file;
  }

  long number() {
    return number;
  }

  long length() {
    return length;
  }

  boolean isSealed() {
    return sealed;
  }

  void reached(long newLength) {
    length = newLength;
  }

  /** Nothing is appended any more. */
  void seal() {
    sealed = true;
  }

  /** Whether all of it was read, up to that offset. */
  boolean endsAt(long position) {
    return position >= length || (position == 0 && length <= HEADER_BYTES);
  }

  /**
   * What stands at an offset, before the end.
   *
   * @param from where a frame begins; 0 for the first
   * @param maxBytes how much to read, unless the first entry alone is longer
   */
  Chunk read(long from, int maxBytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long end = length;
      long start = from == 0 && begins(channel) ? HEADER_BYTES : from;
      int rest = Math.toIntExact(end - start);
      Chunk chunk = Chunk.of(frame(), bytes(channel, start, Math.min(maxBytes, rest)), start);
      // It may only be cut off.
      return chunk instanceof Chunk.Damage && maxBytes < rest
          ? Chunk.of(frame(), bytes(channel, start, rest), start)
          : chunk;
    }
  }

  /** False if the first bytes are damaged; an entry behind them is found all the same. */
  private boolean begins(FileChannel channel) throws IOException {
    return length >= MAGIC.length && Arrays.equals(bytes(channel, 0, MAGIC.length), MAGIC);
  }

  static byte[] bytes(FileChannel channel, long from, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new EOFException("the file is shorter than it was");
      }
    }
    return buffer.array();
  }
}
