package dev.headroom.collectors.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept for people to look at, until somebody removes it. */
final class Aside {
  /** Where entries are that nobody would have, beneath the spool's directory. */
  static final String REFUSED = "refused";

  /** Where bytes are that are no entry, beneath the spool's directory. */
  static final String DAMAGED = "damaged";

  private static final Logger LOG = LoggerFactory.getLogger(Aside.class);

  /** Bytes of a segment, from an offset to another. */
  record Range(long start, long end) {}

  private final Path refusedDirectory;
  private final Path damagedDirectory;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong damaged = new AtomicLong();

  Aside(Path spool) {
    refusedDirectory = spool.resolve(REFUSED);
    damagedDirectory = spool.resolve(DAMAGED);
  }

  /** Entries since the start. */
  long refused() {
    return refused.get();
  }

  /** Stretches of bytes since the start. */
  long damaged() {
    return damaged.get();
  }

  /** Keeps an entry, with the reason beside it. */
  void refuse(byte[] entry, String reason) throws IOException {
    String name = "%020d-%d".formatted(System.currentTimeMillis(), refused.get());
    Segment alone = Segment.create(refusedDirectory, name);
    write(alone.file(), List.of(alone.header(), alone.frame().header(List.of(entry)), entry));
    Files.writeString(alone.file().resolveSibling(name + ".txt"), reason + "\n");
    refused.incrementAndGet();
  }

  /** Keeps a copy of the bytes; false if there is no room for one. */
  boolean damage(Segment segment, Chunk.Damage damage) {
    Path file = damagedDirectory.resolve(name(segment, damage.start()));
    String place = "as " + file.getFileName();
    boolean copied = true;
    try {
      write(file, List.of(damage.bytes()));
    } catch (IOException e) {
      copied = false;
      place = "once the rest of it was taken, since they cannot be copied (" + e + ")";
      delete(file);
    }
    damaged.incrementAndGet();
    LOG.error(
        "{} bytes of {} are no entry of a spool: put aside in damaged/ {}. At the end of a file it is what a crash cut off, which no client was told to be stored",
        damage.bytes().length,
        segment.file().getFileName(),
        place);
    return copied;
  }

  /**
   * Makes of a segment that was read a file of what is damaged in it, for which a full disk has
   * room, too.
   *
   * @param damaged from where to where, ascending
   * @throws IOException if it stays where it is
   */
  void keep(Segment segment, List<Range> damaged) throws IOException {
    Path file = damagedDirectory.resolve(name(segment, damaged.get(0).start()));
    Files.move(segment.file(), file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = 0;
      for (Range range : damaged) {
        byte[] bytes = Segment.bytes(channel, range.start(), (int) (range.end() - range.start()));
        channel.position(end);
        Spool.writeAll(channel, bytes);
        end += bytes.length;
      }
      channel.truncate(end);
      channel.force(true);
    } catch (IOException e) {
      LOG.warn("{} holds more than what is damaged: {}", file, e.toString());
    }
  }

  private static String name(Segment segment, long offset) {
    return "%d-%020d-%d.bin".formatted(System.currentTimeMillis(), segment.number(), offset);
  }

  private static void delete(Path half) {
    try {
      Files.deleteIfExists(half);
    } catch (IOException e) {
      LOG.warn("{} is only a part, and cannot be deleted: {}", half, e.toString());
    }
  }

  private static void write(Path file, List<byte[]> parts) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (byte[] part : parts) {
        Spool.writeAll(channel, part);
      }
      channel.force(true);
    }
  }
}
