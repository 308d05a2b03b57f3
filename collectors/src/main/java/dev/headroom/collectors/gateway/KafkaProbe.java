package dev.headroom.collectors.gateway;

import dev.headroom.collectors.gateway.GatewayConfig.Kafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka whether the topic is there and how large a record it takes. */
final class KafkaProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaProbe.class);
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final String topic;
  private final Admin admin;
  private boolean limitUnknown;
  private boolean ready;
  private long checkedNanos = System.nanoTime() - FRESH.toNanos() - 1;
  private volatile int maxRecordBytes = Integer.MAX_VALUE;

  KafkaProbe(Kafka kafka) {
    topic = kafka.topic();
    Map<String, Object> settings = new HashMap<>();
    kafka
        .properties()
        .forEach(
            (k, v) -> {
              if (AdminClientConfig.configNames().contains(k)) {
                settings.put(k, v);
              }
            });
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) WITHIN.toMillis());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) WITHIN.toMillis());
    admin = Admin.create(settings);
  }

  /** Asks at most once a second. Blocks for two seconds at most. */
  synchronized boolean isReady() {
    if (System.nanoTime() - checkedNanos > FRESH.toNanos()) {
      ready = ask();
      checkedNanos = System.nanoTime();
    }
    return ready;
  }

  /** The topic's {@code max.message.bytes}; unlimited as long as it is not known. */
  int maxRecordBytes() {
    return maxRecordBytes;
  }

  private boolean ask() {
    try {
      var known = admin.describeTopics(List.of(topic)).allTopicNames();
      known.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      learnLimit();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Whoever may write to a topic need not be allowed to see its configuration. */
  private void learnLimit() throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      var configs = admin.describeConfigs(List.of(resource)).all();
      Config settings = configs.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS).get(resource);
      ConfigEntry limit =
          settings == null ? null : settings.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
      if (limit != null) {
        maxRecordBytes = Integer.parseInt(limit.value());
      }
    } catch (ExecutionException | TimeoutException e) {
      if (!limitUnknown) {
        limitUnknown = true;
        LOG.warn(
            "the configuration of topic {} cannot be read, so that its max.message.bytes is not known: {}",
            topic,
            e.toString());
      }
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
