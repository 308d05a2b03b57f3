package dev.headroom.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The settings of the one broker: one node, nothing replicated, little memory. */
final class KafkaBrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", Integer.toString(NODE_ID)),
          Map.entry("controller.listener.names", CONTROLLER_LISTENER),
          Map.entry("inter.broker.listener.name", "PLAINTEXT"),
          Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
          Map.entry("auto.create.topics.enable", "false"),
          // A back-dated event must not be deleted by retention.
          Map.entry("log.message.timestamp.type", "LogAppendTime"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("default.replication.factor", "1"),
          Map.entry("min.insync.replicas", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          // After a kill the controller refuses the broker until its old session has ended.
          Map.entry("broker.session.timeout.ms", "3000"),
          Map.entry("broker.heartbeat.interval.ms", "500"),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "2"),
          Map.entry("num.recovery.threads.per.data.dir", "1"),
          Map.entry("background.threads", "2"),
          // The cleaner takes its buffer at start: 4 MiB instead of 128 MiB.
          Map.entry("log.cleaner.dedupe.buffer.size", "4194304"));

  private KafkaBrokerSettings() {}

  static Properties of(int port, int advertisedPort, int controllerPort, Path logs) {
    String broker = "PLAINTEXT://127.0.0.1:";
    String controller = "127.0.0.1:" + controllerPort;
    Properties settings = new Properties();
    settings.putAll(FIXED);
    settings.setProperty(
        "listeners", broker + port + "," + CONTROLLER_LISTENER + "://" + controller);
    settings.setProperty("advertised.listeners", broker + advertisedPort);
    settings.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
    settings.setProperty("log.dirs", logs.toString());
    return settings;
  }
}
