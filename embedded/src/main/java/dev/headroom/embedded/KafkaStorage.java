package dev.headroom.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** The log directory of the broker, which Kafka wants formatted exactly once. */
final class KafkaStorage {
  private KafkaStorage() {}

  /**
   * The formatted log directory under the given one. A kill while formatting leaves nothing that
   * counts as formatted: it happens beside, and is moved into place in one step.
   */
  static Path formatted(Path directory) throws IOException {
    Path logs = directory.resolve("logs");
    if (Files.exists(logs)) {
      return logs;
    }
    Path fresh = directory.resolve("logs.formatting");
    FileTree.delete(fresh);
    Files.createDirectories(fresh);
    format(fresh);
    return Files.move(fresh, logs, StandardCopyOption.ATOMIC_MOVE);
  }

  // Formatter.run declares Exception; what it really throws are I/O and its own checked errors.
  private static void format(Path logs) {
    PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try {
      new Formatter()
          .setPrintStream(silent)
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(KafkaBrokerSettings.NODE_ID)
          .setControllerListenerName(KafkaBrokerSettings.CONTROLLER_LISTENER)
          .setDirectories(List.of(logs.toString()))
          .setMetadataLogDirectory(logs.toString())
          .run();
    } catch (Exception e) {
      throw new EmbeddedException("Kafka could not format " + logs + ": " + e, e);
    }
  }
}
