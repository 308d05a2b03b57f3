package dev.headroom.collectors.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of a spool, read without changing anything and beside a process that uses it.
 *
 * @param bytes its size when it was found
 * @param reason why the entry was refused; else empty
 */
public record SpoolFile(Path file, Kind kind, long bytes, String reason) {
  private static final int READ_BYTES = 4 << 20;

  /** Why it is there. */
  public enum Kind {
    /** Its entries wait to be taken. */
    WAITING,
    /** Its entry was put aside, as its reader could not use it. */
    REFUSED,
    /** Bytes that were put aside, as no entry could be read in them. */
    DAMAGED
  }

  /** Takes what a file holds, in its order. */
  public interface Visitor {
    /**
     * An entry.
     *
     * @param end where in the file it ends
     */
    void entry(byte[] entry, long end);

    /** Bytes that are no entry; at the end of a file it may be one that is being written. */
    void damage(long bytes);
  }

  /**
   * Those of a directory: waiting ones, oldest first, then what was put aside.
   *
   * @throws IOException with one line that says what is wrong with the directory
   */
  public static List<SpoolFile> in(Path directory) throws IOException {
    if (!Files.isDirectory(directory.resolve(Aside.REFUSED))) {
      throw new NotDirectoryException(directory + " is not the directory of a spool");
    }
    List<SpoolFile> files = new ArrayList<>();
    for (Segment segment : Segment.in(directory)) {
      files.add(new SpoolFile(segment.file(), Kind.WAITING, segment.length(), ""));
    }
    for (Path file : sorted(directory.resolve(Aside.REFUSED), Segment.SUFFIX)) {
      String name = file.getFileName().toString().replace(Segment.SUFFIX, ".txt");
      files.add(
          new SpoolFile(file, Kind.REFUSED, Files.size(file), text(file.resolveSibling(name))));
    }
    for (Path file : sorted(directory.resolve(Aside.DAMAGED), ".bin")) {
      files.add(new SpoolFile(file, Kind.DAMAGED, Files.size(file), ""));
    }
    return files;
  }

  private static List<Path> sorted(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Reads the file; one that was deleted in the meantime has nothing. */
  public void read(Visitor visitor) throws IOException {
    if (kind == Kind.DAMAGED) {
      visitor.damage(bytes);
      return;
    }
    long position = 0;
    try {
      Segment segment = Segment.of(file, -1, bytes);
      while (!segment.endsAt(position)) {
        Chunk chunk = segment.read(position, READ_BYTES);
        if (chunk instanceof Chunk.Entries sound) {
          long end = sound.end();
          for (byte[] entry : sound.entries()) {
            end -= Frame.size(entry.length);
          }
          for (byte[] entry : sound.entries()) {
            end += Frame.size(entry.length);
            visitor.entry(entry, end);
          }
        } else {
          visitor.damage(((Chunk.Damage) chunk).bytes().length);
        }
        position = chunk.end();
      }
    } catch (NoSuchFileException e) {
      // It was taken while this was reading.
    }
  }
}
