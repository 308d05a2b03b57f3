package dev.headroom.cli.quickstart;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.store.Endpoints;
import dev.headroom.embedded.DataDirectory;
import dev.headroom.embedded.EmbeddedException;
import dev.headroom.embedded.EmbeddedKafka;
import java.util.Optional;

/**
 * The Kafka in a quickstart's data directory. If it does not run, it is started on what the
 * quickstart left, until this is closed.
 *
 * @param started empty if it ran already
 */
record QuickstartKafka(String bootstrapServers, Optional<EmbeddedKafka> started)
    implements AutoCloseable {

  /** Of a directory that holds a Kafka. */
  static QuickstartKafka open(DataLayout layout) {
    try {
      DataDirectory.lock(layout.kafka()).close();
    } catch (EmbeddedException inUse) {
      return new QuickstartKafka(running(layout), Optional.empty());
    }
    EmbeddedKafka kafka = EmbeddedKafka.start(layout.kafka());
    return new QuickstartKafka(kafka.bootstrapServers(), Optional.of(kafka));
  }

  private static String running(DataLayout layout) {
    return Endpoints.read(layout.root())
        .map(Endpoints::kafka)
        .orElseThrow(
            () ->
                CommandException.failed(
                    layout.root()
                        + " is in use by a command that is still starting; try again soon"));
  }

  @Override
  public void close() {
    started.ifPresent(EmbeddedKafka::close);
  }
}
