package dev.headroom.collectors.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    ByteBuffer bytes = ByteBuffer.allocate(Segment.HEADER_BYTES + Frame.size(entry.length));
    bytes.put(alone.header());
    alone.frame().write(entry, bytes);
    write(alone.file(), bytes.array());
    Files.writeString(alone.file().resolveSibling(name + ".txt"), reason + "\n");
    refused.incrementAndGet();
  }

  /** Keeps a copy of the bytes; false if there is no room for one. */
  boolean damage(Segment segment, Chunk.Damage damage) {
    String name =
        "%s%020d-%d.bin".formatted(stamp(), segment.number(), damage.end() - damage.bytes().length);
    boolean copied = true;
    try {
      write(damagedDirectory.resolve(name), damage.bytes());
    } catch (IOException e) {
      copied = false;
      name = "a whole segment, since it cannot be copied (" + e + ")";
    }
    damaged.incrementAndGet();
    LOG.error(
        "{} bytes of {} are no entry of a spool: put aside in damaged/ as {}. At the end of a file it is what a crash cut off, which no client was told to be stored",
        damage.bytes().length,
        segment.file().getFileName(),
        name);
    return copied;
  }

  /** Keeps a segment that was read, for what is damaged in it. */
  void keep(Segment segment) throws IOException {
    Files.move(segment.file(), damagedDirectory.resolve(stamp() + segment.file().getFileName()));
  }

  private static String stamp() {
    return System.currentTimeMillis() + "-";
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      Spool.writeAll(channel, ByteBuffer.wrap(bytes));
      channel.force(true);
    }
  }
}
