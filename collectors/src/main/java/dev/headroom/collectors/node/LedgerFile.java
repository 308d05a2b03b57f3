package dev.headroom.collectors.node;

import dev.headroom.collectors.node.Continuation.Kept;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a ledger is kept. It is written before a sample is sent: after a kill at any moment no sum
 * is less than what was sent. A file that cannot be written is taken away, since one that stays
 * behind would let sums fall; as long as even that fails, nothing may be sent.
 */
final class LedgerFile {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);

  private final Path path;
  private boolean failing;

  LedgerFile(Path path) {
    this.path = path;
  }

  /** Empty if there is none, or none that can be used, which the log says. */
  Optional<Kept> read() {
    try {
      return Optional.of(LedgerBytes.read(Files.readAllBytes(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("state file {} cannot be read ({}); counters start anew", path, e.toString());
    } catch (IllegalArgumentException e) {
      LOG.warn("state file {} is damaged: {}; counters start anew", path, e.getMessage());
    }
    return Optional.empty();
  }

  /** Keeps a ledger; whether what it says may be sent. */
  boolean write(Kept kept) {
    try {
      replace(LedgerBytes.write(kept));
      if (failing) {
        LOG.info("state file {} is written again", path);
      }
      failing = false;
      return true;
    } catch (IOException e) {
      return remove(e);
    }
  }

  private void replace(byte[] bytes) throws IOException {
    Path next = path.resolveSibling(path.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private boolean remove(IOException cause) {
    boolean removed = true;
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      removed = false;
    }
    if (!failing) {
      LOG.warn(
          "state file {} cannot be written ({}); {}",
          path,
          cause.toString(),
          removed
              ? "after a restart counters start anew"
              : "nor removed: nothing is sent until it can be");
    }
    failing = true;
    return removed;
  }
}
