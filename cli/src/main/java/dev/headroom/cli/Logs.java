package dev.headroom.cli;

import java.nio.file.Path;

/**
 * Where log lines go. To be said before the first logger is made: Logback reads these properties
 * once. Without either, warnings go to standard error.
 */
public final class Logs {
  private Logs() {}

  /** Everything from INFO up to a file; nothing to the terminal. */
  public static void toFile(Path file) {
    System.setProperty("headroom.log.file", file.toAbsolutePath().toString());
    System.setProperty("logback.configurationFile", "dev/headroom/cli/logback-file.xml");
  }

  /** Everything from INFO up to standard error: for servers, whose log is what they print. */
  public static void verbose() {
    System.setProperty("headroom.log.level", "INFO");
  }
}
