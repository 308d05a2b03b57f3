package dev.headroom.cli.quickstart.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The first step that the gateway has not acknowledged for every tenant, kept in a file that is
 * replaced at once: a reader never sees half a number.
 */
public final class DriverPosition {
  private final Path file;

  public DriverPosition(Path file) {
    this.file = file;
  }

  /** 0 where nothing was sent yet. */
  public int read() throws IOException {
    try {
      return Integer.parseInt(Files.readString(file).trim());
    } catch (NoSuchFileException e) {
      return 0;
    } catch (NumberFormatException e) {
      throw new IOException(file + " does not hold the number of a step", e);
    }
  }

  void write(int step) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, step + "\n");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
