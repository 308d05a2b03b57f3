package dev.headroom.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports a server used last, kept in the file {@code ports.properties} of its directory, so that
 * what was told about a data directory yesterday (an address in somebody's configuration) is true
 * today.
 */
final class RememberedPorts {
  private static final Logger log = LoggerFactory.getLogger(RememberedPorts.class);

  private final String server;
  private final Path file;
  private final Properties ports = new Properties();

  private RememberedPorts(String server, Path file) {
    this.server = server;
    this.file = file;
  }

  static RememberedPorts of(String server, Path directory) throws IOException {
    RememberedPorts remembered = new RememberedPorts(server, directory.resolve("ports.properties"));
    try (Reader reader = Files.newBufferedReader(remembered.file)) {
      remembered.ports.load(reader);
    } catch (NoSuchFileException e) {
      return remembered; // the first start on this directory
    }
    return remembered;
  }

  /**
   * The port to listen on.
   *
   * @param name which of the server's listeners
   * @param wanted the port asked for, which must be free; or 0 for the one used last if it is free,
   *     and any other free one if not
   */
  int choose(String name, int wanted) {
    int port = wanted == 0 ? lastOrFree(name) : wanted;
    LocalPort.requireFree(server + " (" + name + ")", port);
    ports.setProperty(name, Integer.toString(port));
    return port;
  }

  private int lastOrFree(String name) {
    int last = last(name);
    if (last == 0) {
      return LocalPort.free();
    }
    if (!LocalPort.staysTaken(last)) {
      return last;
    }
    int other = LocalPort.free();
    log.warn(
        "{} ({}) listened on 127.0.0.1:{} before, which is taken now: using {} instead",
        server,
        name,
        last,
        other);
    return other;
  }

  private int last(String name) {
    String text = ports.getProperty(name, "0");
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
      throw new EmbeddedException(
          file + ": " + name + " is \"" + text + "\", expected a port from 1 to 65535");
    }
    return Integer.parseInt(text);
  }

  void save() throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      ports.store(writer, null);
    }
  }
}
