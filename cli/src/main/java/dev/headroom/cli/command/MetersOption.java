package dev.headroom.cli.command;

import dev.headroom.usage.meter.MeterSet;
import java.util.Map;
import picocli.CommandLine.Option;

/** The meters that price books may name. */
final class MetersOption {
  @Option(
      names = "--meters",
      paramLabel = "FILE",
      description = "File of kind Meters (default: the meters shipped with Headroom).")
  private String file = "";

  MeterSet meters() {
    return file.isEmpty() ? MeterSet.shipped() : MeterSet.parse(file, InputFile.read(file));
  }

  /** Unit of each meter by its name. */
  Map<String, String> units() {
    return meters().units();
  }
}
