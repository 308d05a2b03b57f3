package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One row a Kafka record, whatever is in it. */
@ExtendWith(StackExtension.class)
class JobLedgerTest {
  private static final String LEDGER =
      "SELECT tenant_id, producer_id, sequence, points_declared, points_found, points_counted,"
          + " points_repeated, points_unmetered, points_quarantined FROM ledger ORDER BY ALL";

  private static ProducerRecord<byte[], byte[]> record(JobFixture fixture, byte[] value) {
    return new ProducerRecord<>(fixture.kafka().usageTopic(), 2, "acme".getBytes(UTF_8), value);
  }

  private static ProducerRecord<byte[], byte[]> record(
      JobFixture fixture, byte[] value, String producer, String sequence, String points) {
    ProducerRecord<byte[], byte[]> record = record(fixture, value);
    record.headers().add("headroom-producer-id", producer.getBytes(UTF_8));
    record.headers().add("headroom-sequence", sequence.getBytes(UTF_8));
    record.headers().add("headroom-points", points.getBytes(UTF_8));
    return record;
  }

  @Test
  void everyRecordHasOneRowHoweverManyResourcesItHas(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(fixture.config())) {
      byte[] one = request(counter("a", "container.cpu.time", "s", 1, 0, 3));
      byte[] three =
          request(
              counter("a", "container.cpu.time", "s", 1, 2, 5),
              counter("b", "container.cpu.time", "s", 1, 0, 2),
              counter("c", "nobody.asks", "s", 1, 0, 1));

      fixture.send(record(fixture, one, "g", "0", "4"));
      fixture.send(record(fixture, three, "g", "1", "9"));
      fixture.send(record(fixture, request(), "g", "2", "0"));
      fixture.send(record(fixture, new byte[] {10, 9}, "g", "3", "8"));
      fixture.send(record(fixture, one, "g", "4", "5"));

      fixture.awaitRows(
          LEDGER,
          "acme|g|0|4|4|4|0|0|0",
          "acme|g|1|9|9|5|2|2|0",
          "acme|g|2|0|0|0|0|0|0",
          "acme|g|3|8|8|0|0|0|8",
          "acme|g|4|5|4|0|4|0|0");
      fixture.awaitRows(
          "SELECT producer_id, records, points_declared, points_counted, points_repeated,"
              + " points_covered, points_unmetered, points_quarantined FROM ingest",
          "g|5|26|9|6|0|2|8");
      assertThat(job.failure()).isEmpty();
    }
  }

  @Test
  void whoHasNoUsableNumberIsADirectProducer(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(fixture.config())) {
      byte[] one = request(counter("a", "container.cpu.time", "s", 1, 0, 3));

      fixture.send(record(fixture, one));
      fixture.send(record(fixture, one, "g", "seven", "4"));
      fixture.send(record(fixture, one, "g", "-7", "x"));
      fixture.send(record(fixture, one, "", "7", "5"));

      fixture.awaitRows(
          LEDGER,
          "acme|direct-2|-1|4|4|0|4|0|0",
          "acme|direct-2|-1|4|4|0|4|0|0",
          "acme|direct-2|-1|4|4|4|0|0|0",
          "acme|direct-2|-1|5|4|0|4|0|0");
      assertThat(job.failure()).isEmpty();
    }
  }
}
