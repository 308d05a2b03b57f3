package dev.headroom.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.aggregation.stack.SteadyLoad;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Price books that are published while the job runs. The book of the files has 9.90 and 0.0333 for
 * a thousand requests beyond the first.
 */
@ExtendWith(StackExtension.class)
class JobPriceBooksTest {
  private static final String BILLED =
      "SELECT tenant_id, sku_id, toString(billed_cost) FROM invoice_line"
          + " WHERE sku_id IN ('base', 'requests') AND tenant_id = 'globex' ORDER BY ALL";
  private static final String VERSIONS =
      "SELECT book_id, version, length(text) > 100 FROM price_book_version FINAL ORDER BY ALL";
  private static final String REFUSED =
      "SELECT kafka_offset, detail FROM quarantine WHERE reason = 'bad-price-book'"
          + " ORDER BY kafka_offset";

  private static String book(String from, String price) {
    return JobFixture.resource("/dev/headroom/aggregation/price-book.yaml")
        .replace(
            "- {from: 2025-01-01, price: 9.90}",
            "- {from: 2025-01-01, price: 9.90}\n      - {from: "
                + from
                + ", price: "
                + price
                + "}");
  }

  private static void publish(JobFixture fixture, String key, String text) {
    fixture.send(
        new ProducerRecord<>(
            fixture.kafka().priceBooksTopic(), key.getBytes(UTF_8), text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @EnumSource(StateBackend.class)
  void aBillIsRatedByTheHighestVersionThoughNothingIsUsedAnyMore(
      StateBackend backend, EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      AggregationJobConfig config = fixture.config(fixture.clickhouse(), backend);
      try (RunningJob job = JobRunner.start(config)) {
        SteadyLoad.send(fixture, 0, 60);
        fixture.awaitRows(BILLED, "globex|base|9.9", "globex|requests|0.17");
        // Of March the month's first price holds, prorate: none; a later one changes nothing.
        publish(fixture, "test@1", book("2025-03-02", "20"));
        fixture.awaitRows(VERSIONS, "test|1|1");
        fixture.awaitRows(BILLED, "globex|base|9.9", "globex|requests|0.17");
        publish(fixture, "test@3", book("2025-02-15", "20"));
        fixture.awaitRows(BILLED, "globex|base|20", "globex|requests|0.17");
        publish(fixture, "test@2", book("2025-02-15", "30"));
        publish(fixture, "test@3", book("2025-02-15", "40"));
        fixture.awaitRows(REFUSED, "3|test@3 was published before, with another text, which stays");
        fixture.awaitRows(BILLED, "globex|base|20", "globex|requests|0.17");
        job.stop();
      }
      SteadyLoad.send(fixture, 60, 120);
      try (RunningJob job = JobRunner.start(config)) {
        fixture.awaitRows(BILLED, "globex|base|20", "globex|requests|0.37");
        publish(fixture, "test@4", book("2025-02-15", "25"));
        fixture.awaitRows(BILLED, "globex|base|25", "globex|requests|0.37");
        fixture.awaitRows(VERSIONS, "test|1|1", "test|3|1", "test|4|1");
        assertThat(job.failure()).isEmpty();
      }
    }
  }

  @Test
  void aPublishedBookThatNoLongerFitsTheFilesDoesNotStopTheJob(EmbeddedStack stack)
      throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      AggregationJobConfig config = fixture.config();
      try (RunningJob job = JobRunner.start(config)) {
        SteadyLoad.send(fixture, 0, 60);
        publish(fixture, "test@1", book("2025-02-15", "20"));
        fixture.awaitRows(BILLED, "globex|base|20", "globex|requests|0.17");
        job.stop();
      }
      PriceFiles files = config.prices();
      String tenants = files.tenants().text().replace("00Z}", "00Z, edition: large}");
      String large =
          files.books().get(0).text().replace("price: 9.90}", "only: {edition: large}, price: 11}");
      AggregationJobConfig changed = fixture.config(StateBackend.HASHMAP, tenants, large);
      SteadyLoad.send(fixture, 60, 120);
      try (RunningJob job = JobRunner.start(changed)) {
        fixture.awaitRows(BILLED, "globex|base|11", "globex|requests|0.37");
        publish(fixture, "test@2", large.replace("price: 11}", "price: 12}"));
        fixture.awaitRows(BILLED, "globex|base|12", "globex|requests|0.37");
        assertThat(job.failure()).isEmpty();
      }
    }
  }

  @Test
  void whatIsNoBookOrDoesNotFitItsSubscriptionsIsSetAside(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(fixture.config())) {
      publish(fixture, "test", book("2025-02-15", "20"));
      publish(fixture, "other@1", book("2025-02-15", "20"));
      publish(fixture, "test@1", book("2025-02-15", "cheap"));
      publish(fixture, "test@1", book("2025-02-15", "21").replace("cpu.used", "cpu.burned"));
      publish(fixture, "test@1", book("2025-02-15", "22"));
      SteadyLoad.send(fixture, 0, 60);
      fixture.awaitRows(BILLED, "globex|base|22", "globex|requests|0.17");
      fixture.awaitRows(VERSIONS, "test|1|1");
      assertThat(fixture.rows(REFUSED))
          .satisfiesExactly(
              row ->
                  assertThat(row).isEqualTo("0|the record's key 'test' is not a book's ID@VERSION"),
              row -> assertThat(row).isEqualTo("1|other@1:1:1: the book's id is not 'other'"),
              row ->
                  assertThat(row)
                      .startsWith(
                          "2|test@1:15:35: price: 'cheap' is not valid, expected a decimal"),
              row -> assertThat(row).startsWith("3|test@1:18:12: unknown meter 'cpu.burned'"));
      assertThat(job.failure()).isEmpty();
    }
  }
}
