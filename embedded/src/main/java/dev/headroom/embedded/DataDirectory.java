package dev.headroom.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A directory that one process owns. The ownership is a lock on the file {@code headroom.lock} in
 * it, which the operating system releases when the process dies, however it dies.
 */
public final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Creates the directory if it does not exist, and takes it.
   *
   * @throws EmbeddedException if it is in use, or cannot be created or written
   */
  public static DataDirectory lock(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("headroom.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new EmbeddedException(
            "data directory "
                + path
                + " is in use by another process: stop that one, or choose another directory");
      }
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw new EmbeddedException("data directory " + path + " cannot be used: " + why(path, e), e);
    }
  }

  private static String why(Path path, IOException e) {
    if (!Files.exists(path)) {
      return "it cannot be created";
    }
    if (!Files.isDirectory(path)) {
      return "it is a file";
    }
    return Files.isWritable(path) ? e.toString() : "it cannot be written";
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  /** The absolute path of the directory. */
  public Path path() {
    return path;
  }

  /** Gives the directory up; closing twice is harmless. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EmbeddedException("data directory " + path + " cannot be released: " + e, e);
    }
  }
}
