package dev.headroom.cli.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a running quickstart can be reached, as it notes it in its data directory.
 *
 * @param kafka bootstrap servers
 * @param gateway base address for OTLP/HTTP
 * @param flinkUi web interface of the job
 */
public record Endpoints(
    ClickHouseAddress clickHouse, String kafka, String gateway, String flinkUi) {
  private static final String FILE = "endpoints.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Empty where no quickstart has noted any. */
  public static Optional<Endpoints> read(Path dataDirectory) {
    Path file = dataDirectory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), Endpoints.class));
    } catch (IOException e) {
      throw CommandException.failed(file + " cannot be read", e);
    }
  }

  /** Notes them, readable by the owner alone: they hold a password. */
  public void write(Path dataDirectory) throws IOException {
    PrivateFile.write(dataDirectory.resolve(FILE), JSON.writeValueAsString(this) + "\n");
  }

  public static void remove(Path dataDirectory) throws IOException {
    Files.deleteIfExists(dataDirectory.resolve(FILE));
  }
}
