package dev.headroom.aggregation.savepoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Files by name, in a zip; the same files are the same bytes whenever they are packed. */
record Archive(Map<String, byte[]> files) {

  static Archive read(Path zip) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return new Archive(files);
  }

  void write(Path zip) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.setLevel(9);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(file.getValue());
      }
    }
  }

  /** Adds the files that lie flat in a folder, under that name. */
  void addFolder(String name, Path folder) throws IOException {
    try (var children = Files.list(folder)) {
      children.forEach(
          file -> {
            try {
              files.put(name + "/" + file.getFileName(), Files.readAllBytes(file));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  /** Writes the files of a folder back. */
  void extractFolder(String name, Path target) throws IOException {
    Files.createDirectories(target);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().startsWith(name + "/")) {
        Files.write(target.resolve(file.getKey().substring(name.length() + 1)), file.getValue());
      }
    }
  }
}
