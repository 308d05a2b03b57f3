package dev.headroom.autoscaler.cluster;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file with one JSON value, that is either the old or the new one whenever a process is killed.
 */
public record JsonFile(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What the file holds; empty if there is none.
   *
   * @throws IOException if it cannot be read, or holds something else; the message names it
   */
  public Optional<JsonNode> read() throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(Files.readString(path)));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new IOException(
          "%s is damaged: this is not JSON, line %d, column %d"
              .formatted(path, at.getLineNr(), at.getColumnNr()),
          e);
    } catch (IOException e) {
      throw new IOException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Replaces what the file holds.
   *
   * @throws IOException if that fails; the message names the file
   */
  public void write(JsonNode value) throws IOException {
    Path beside = path.resolveSibling(path.getFileName() + ".new");
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(beside, JSON.writeValueAsString(value));
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IOException(path + " cannot be written: " + e.getMessage(), e);
    }
  }
}
