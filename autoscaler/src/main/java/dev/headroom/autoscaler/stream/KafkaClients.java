package dev.headroom.autoscaler.stream;

import dev.headroom.autoscaler.config.KafkaSettings;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The Kafka clients of an autoscaler. */
record KafkaClients(KafkaSettings settings) {
  private static final int TIMEOUT_MILLIS = 10_000;

  /** How many partitions the usage topic has; also makes sure that both topics are there. */
  int usagePartitions() {
    String servers = settings.bootstrapServers();
    Properties properties = properties();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
    try (Admin admin = Admin.create(properties)) {
      Set<String> topics = Set.of(settings.usageTopic(), settings.decisionsTopic());
      Set<String> missing = new TreeSet<>(topics);
      missing.removeAll(admin.listTopics().names().get(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
      if (!missing.isEmpty()) {
        throw new AutoscalerException(
            "Kafka at " + servers + " lacks the topics: " + String.join(", ", missing));
      }
      Map<String, TopicDescription> described =
          admin
              .describeTopics(topics)
              .allTopicNames()
              .get(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      TopicDescription usage = described.get(settings.usageTopic());
      return usage == null ? 0 : usage.partitions().size();
    } catch (ExecutionException e) {
      throw unreachable(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | KafkaException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AutoscalerException("interrupted while looking at Kafka", e);
    }
  }

  private AutoscalerException unreachable(Throwable cause) {
    return new AutoscalerException(
        "Kafka at " + settings.bootstrapServers() + " cannot be used: " + cause.getMessage(),
        cause);
  }

  KafkaConsumer<String, byte[]> consumer() {
    Properties properties = properties();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Never gives a record up while it is open. */
  KafkaProducer<String, String> producer() {
    Properties properties = properties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Integer.MAX_VALUE);
    return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(settings.properties());
    properties.put("bootstrap.servers", settings.bootstrapServers());
    return properties;
  }
}
