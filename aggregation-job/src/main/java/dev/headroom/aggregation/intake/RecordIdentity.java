package dev.headroom.aggregation.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.aggregation.config.DirectTopic;
import dev.headroom.aggregation.config.DirectTopic.TenantFrom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Whose a record is said to be, and by whom. */
public final class RecordIdentity {
  private static final byte[] NOTHING = {};

  private final byte[] tenant;
  private final ProducerHeaders producer;

  private RecordIdentity(byte[] tenant, ProducerHeaders producer) {
    this.tenant = tenant;
    this.producer = producer;
  }

  /**
   * As its topic is to be read.
   *
   * @param direct null for a topic that gateways write, whose headers are believed
   */
  public static RecordIdentity of(
      ConsumerRecord<byte[], byte[]> record, @Nullable DirectTopic direct) {
    if (direct == null) {
      return new RecordIdentity(
          orNothing(record.key()), ProducerHeaders.of(record.headers(), record.partition()));
    }
    boolean shared = direct.tenantFrom() == TenantFrom.ATTRIBUTE;
    return new RecordIdentity(
        direct.tenantFrom() == TenantFrom.KEY
            ? orNothing(record.key())
            : direct.tenant().getBytes(UTF_8),
        ProducerHeaders.none("direct-" + record.topic() + "-" + record.partition(), shared));
  }

  /** As the key of a record in the usage topic; empty where there is none; not to be changed. */
  public byte[] tenant() {
    return tenant;
  }

  public ProducerHeaders producer() {
    return producer;
  }

  static byte[] orNothing(byte @Nullable [] bytes) {
    return bytes == null ? NOTHING : bytes;
  }
}
