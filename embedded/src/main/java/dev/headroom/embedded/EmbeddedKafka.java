package dev.headroom.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker with its KRaft controller, in this process, on 127.0.0.1. Its data directory
 * can be used again after a stop or a kill; the cluster id, the topics and the records are kept.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Duration LEADER_LIMIT = Duration.ofSeconds(30);

  private final DataDirectory directory;
  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedKafka(DataDirectory directory, KafkaRaftServer server, int port) {
    this.directory = directory;
    this.server = server;
    this.port = port;
  }

  /** A topic to have. */
  public record Topic(String name, int partitions, Map<String, String> config) {
    public Topic {
      config = Map.copyOf(config);
    }

    NewTopic toNewTopic() {
      return new NewTopic(name, partitions, (short) 1).configs(config);
    }
  }

  /** Starts on the ports this directory was used with last if they are free, else on free ones. */
  public static EmbeddedKafka start(Path directory) {
    return start(directory, 0);
  }

  /**
   * Starts a broker that clients reach at the given port.
   *
   * @param port 1 to 65535; or 0, see {@link #start(Path)}
   * @throws EmbeddedException if the directory is in use, the port is taken, or Kafka fails
   */
  public static EmbeddedKafka start(Path directory, int port) {
    return start(directory, port, 0);
  }

  /**
   * As {@link #start(Path, int)}, for clients that come through something else.
   *
   * @param advertisedPort where on 127.0.0.1 clients are told to find the broker; 0: at its own
   *     port
   */
  public static EmbeddedKafka start(Path directory, int port, int advertisedPort) {
    DataDirectory locked = DataDirectory.lock(directory);
    try {
      return start(locked, port, advertisedPort);
    } catch (EmbeddedException e) {
      locked.close();
      throw e;
    } catch (IOException e) {
      locked.close();
      throw new EmbeddedException("Kafka in " + locked.path() + ": " + e, e);
    }
  }

  private static EmbeddedKafka start(DataDirectory locked, int wanted, int advertisedPort)
      throws IOException {
    RememberedPorts ports = RememberedPorts.of("Kafka", locked.path());
    int port = ports.choose("broker", wanted);
    int controllerPort = ports.choose("controller", 0);
    ports.save();
    Path logs = KafkaStorage.formatted(locked.path());
    int told = advertisedPort == 0 ? port : advertisedPort;
    KafkaConfig config =
        KafkaConfig.fromProps(KafkaBrokerSettings.of(port, told, controllerPort, logs), false);
    return new EmbeddedKafka(locked, started(config, locked.path()), port);
  }

  // KafkaRaftServer is written in Scala and throws checked exceptions without declaring them.
  private static KafkaRaftServer started(KafkaConfig config, Path directory) {
    KafkaRaftServer server = null;
    try {
      server = new KafkaRaftServer(config, Time.SYSTEM);
      server.startup();
      return server;
    } catch (Exception e) {
      if (server != null) {
        server.shutdown();
      }
      throw new EmbeddedException("Kafka in " + directory + " did not start: " + e, e);
    }
  }

  /** The address for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The port clients connect to. */
  public int port() {
    return port;
  }

  /**
   * Creates the topics that do not exist yet; one that exists is left as it is, whatever its
   * partitions and configuration.
   *
   * @throws EmbeddedException if Kafka refuses one
   */
  public void createTopics(Collection<Topic> topics) {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    try (Admin admin = Admin.create(config)) {
      admin
          .createTopics(topics.stream().map(Topic::toNewTopic).toList())
          .values()
          .forEach(EmbeddedKafka::awaitCreated);
      awaitLeaders(admin, topics);
    }
  }

  /**
   * A topic is created before its leader takes records. A producer whose first batch comes too
   * early, and whose second does not, would be refused for good: the broker takes the second as the
   * beginning of its sequence.
   */
  private static void awaitLeaders(Admin admin, Collection<Topic> topics) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (Topic topic : topics) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    long deadline = System.nanoTime() + LEADER_LIMIT.toNanos();
    while (!haveLeaders(admin, ends, System.nanoTime() > deadline)) {
      Pause.millis(50);
    }
  }

  /** A busy broker may not even know the topic yet that its controller has created. */
  private static boolean haveLeaders(
      Admin admin, Map<TopicPartition, OffsetSpec> ends, boolean isLast) {
    try {
      admin.listOffsets(ends).all().get();
      return true;
    } catch (ExecutionException e) {
      if (isLast || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw new EmbeddedException("Kafka has no leader for a new topic: " + e.getCause(), e);
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedException("interrupted while Kafka chose leaders", e);
    }
  }

  /** As {@link #createTopics(Collection)}. */
  public void createTopics(Topic... topics) {
    createTopics(List.of(topics));
  }

  private static void awaitCreated(String topic, KafkaFuture<Void> created) {
    try {
      created.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new EmbeddedException("Kafka did not create the topic " + topic + ": " + e, e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedException("interrupted while Kafka created the topic " + topic, e);
    }
  }

  /** Stops the broker and gives the directory up. */
  @Override
  public void close() {
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      directory.close();
    }
  }
}
