package dev.headroom.cli.quickstart;

import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The meters, tenants and price books that a quickstart bills by. */
public final class QuickstartPrices {
  private QuickstartPrices() {}

  /**
   * Reads the files in a quickstart's data directory.
   *
   * @throws CommandException if it is none
   */
  public static PriceFiles of(Path directory) throws IOException {
    Path config = new DataLayout(directory).config();
    if (!Files.isDirectory(config)) {
      throw CommandException.badInput("there is no data in " + directory);
    }
    return new ConfigFiles(config).prices();
  }
}
