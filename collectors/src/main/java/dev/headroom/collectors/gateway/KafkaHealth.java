package dev.headroom.collectors.gateway;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that Kafka went away, and once that it is back. */
final class KafkaHealth {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaHealth.class);

  private final String place;
  private final String meanwhile;
  private final AtomicBoolean away = new AtomicBoolean();

  /**
   * Of a topic.
   *
   * @param meanwhile what happens to usage while Kafka is away
   */
  KafkaHealth(GatewayConfig.Kafka kafka, String meanwhile) {
    this.meanwhile = meanwhile;
    place = "topic " + kafka.topic() + " at " + kafka.bootstrapServers();
  }

  void away(String reason) {
    if (away.compareAndSet(false, true)) {
      LOG.warn("Kafka does not take usage ({}): {}; {}", place, reason, meanwhile);
    }
  }

  void reached() {
    if (away.get() && away.compareAndSet(true, false)) {
      LOG.info("Kafka takes usage again ({})", place);
    }
  }
}
