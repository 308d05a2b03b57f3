package dev.headroom.grafana;

import dev.headroom.grafana.SeedTelemetry.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the topics as the gateway and the autoscaler do. */
final class SeedProducer implements AutoCloseable {
  private static final int STEPS_PER_REQUEST = 12;

  private final KafkaProducer<byte[], byte[]> kafka;
  private final Map<String, Integer> sequences = new HashMap<>();
  private final List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();

  SeedProducer(String bootstrapServers) {
    this.kafka =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends everything and waits until Kafka has it.
   *
   * @return number of points in all records
   */
  int send(Instant start, Instant end) throws ExecutionException, InterruptedException {
    int steps = (int) Duration.between(start, end).dividedBy(SeedTelemetry.STEP);
    SeedTelemetry acme = new SeedTelemetry("acme", start, 3);
    SeedTelemetry globex = new SeedTelemetry("globex", start, 2);
    SeedTelemetry initech = new SeedTelemetry("initech", start, 1);
    int points = 0;
    for (int step = 1; step + STEPS_PER_REQUEST <= steps; step += STEPS_PER_REQUEST) {
      points += send("acme", "gateway-acme", acme.steps(step, step + STEPS_PER_REQUEST), 0);
      points += send("globex", "gateway-globex", globex.steps(step, step + STEPS_PER_REQUEST), 0);
      // A stock Collector writes Kafka itself, without our headers.
      points += sendBare("initech", initech.steps(step, step + STEPS_PER_REQUEST));
    }
    // Sent again; broken; and with a header that declares more than there is.
    points += send("acme", "gateway-acme", acme.steps(1, 1 + STEPS_PER_REQUEST), 0);
    points += send("acme", "gateway-acme", acme.broken(steps), 0);
    int declaredTooMuch = SeededStack.UNACCOUNTED_POINTS;
    points += send("globex", "gateway-globex", globex.steps(steps, steps + 1), declaredTooMuch);
    for (SeedDecisions.Decision decision : new SeedDecisions("acme", end).all()) {
      write(new ProducerRecord<>("usage.decisions", utf8(decision.key()), utf8(decision.value())));
    }
    awaitAcknowledgements();
    return points;
  }

  private void awaitAcknowledgements() throws ExecutionException, InterruptedException {
    for (Future<RecordMetadata> acknowledgement : acknowledgements) {
      acknowledgement.get();
    }
  }

  private int send(String tenant, String producer, Request request, int declaredTooMuch) {
    int sequence = sequences.merge(producer, 1, Integer::sum) - 1;
    ProducerRecord<byte[], byte[]> record = record(tenant, request);
    record.headers().add("headroom-producer-id", utf8(producer));
    record.headers().add("headroom-sequence", utf8(Integer.toString(sequence)));
    record
        .headers()
        .add("headroom-points", utf8(Integer.toString(request.points() + declaredTooMuch)));
    write(record);
    return request.points();
  }

  private int sendBare(String tenant, Request request) {
    write(record(tenant, request));
    return request.points();
  }

  private static ProducerRecord<byte[], byte[]> record(String tenant, Request request) {
    return new ProducerRecord<>("usage.otlp", utf8(tenant), request.body().toByteArray());
  }

  private void write(ProducerRecord<byte[], byte[]> record) {
    acknowledgements.add(kafka.send(record));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    kafka.close();
  }
}
