package dev.headroom.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The configuration file of a server. */
final class ConfigOption {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Its configuration file (see docs/reference/configuration.md).")
  private String file = "";

  /** As it was given. */
  String name() {
    return file;
  }

  String text() {
    return InputFile.read(file);
  }

  Path path() {
    InputFile.read(file);
    return Path.of(file);
  }
}
