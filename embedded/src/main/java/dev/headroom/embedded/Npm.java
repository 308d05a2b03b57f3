package dev.headroom.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The npm client of this machine, with whatever registry and proxy its user configured. */
class Npm {
  private static final long TIMEOUT_MINUTES = 20;

  /**
   * Downloads a package's tarball into the directory. npm compares it with the checksum its
   * registry states; whether that is the right one is for the caller to check.
   */
  Path pack(String spec, Path directory) throws IOException {
    Path errors = directory.resolve("npm.err");
    run(
        List.of("npm", "pack", spec, "--silent", "--pack-destination", directory.toString()),
        directory,
        errors);
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> new EmbeddedException("npm pack " + spec + " left no tarball"));
    }
  }

  private static void run(List<String> command, Path directory, Path errors) throws IOException {
    Process process = started(command, directory, errors);
    try {
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new EmbeddedException(
            "npm did not finish in " + TIMEOUT_MINUTES + " minutes: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new EmbeddedException("interrupted while npm fetched ClickHouse", e);
    }
    if (process.exitValue() != 0) {
      throw new EmbeddedException(
          "npm could not fetch ClickHouse ("
              + String.join(" ", command)
              + "): "
              + Files.readString(errors).strip());
    }
  }

  private static Process started(List<String> command, Path directory, Path errors)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(errors.toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new EmbeddedException(
          "embedded ClickHouse is fetched through npm once, but npm does not start: install Node.js"
              + " with npm and put it on the PATH ("
              + e.getMessage()
              + ")",
          e);
    }
  }
}
