package dev.headroom.aggregation.sink;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts blocks, each with its token, so that a block that was inserted before its answer was lost
 * is not inserted again.
 *
 * <p>What may pass is tried again here, which holds the stream back; after the target's timeout the
 * job fails, restarts from its checkpoint, and finds the blocks there.
 */
final class BlockCommitter implements Committer<Block> {
  private static final Logger LOG = LoggerFactory.getLogger(BlockCommitter.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final ClickHouseTarget target;
  private final Client client;

  BlockCommitter(ClickHouseTarget target) {
    this.target = target;
    this.client = target.client();
  }

  @Override
  public void commit(Collection<CommitRequest<Block>> requests)
      throws IOException, InterruptedException {
    for (CommitRequest<Block> request : requests) {
      insertPatiently(request.getCommittable());
    }
  }

  private void insertPatiently(Block block) throws IOException, InterruptedException {
    long giveUpNanos = System.nanoTime() + target.timeout().toNanos();
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      InsertFailure failure;
      try {
        insert(block);
        if (attempt > 1) {
          LOG.info("ClickHouse is back: inserted {} at attempt {}", block, attempt);
        }
        return;
      } catch (ExecutionException | RuntimeException e) {
        failure = InsertFailure.of(e);
      }
      refuseFinal(block, failure);
      if (attempt == 1) {
        LOG.warn("ClickHouse does not take {}, trying again: {}", block, failure.message());
      }
      if (System.nanoTime() + pause.toNanos() > giveUpNanos) {
        throw new IOException(
            "ClickHouse (" + target + ") did not take " + block + ": " + failure.message());
      }
      Thread.sleep(pause.toMillis());
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private void refuseFinal(Block block, InsertFailure failure) {
    if (failure.isFinal()) {
      throw new SuppressRestartsException(
          new IOException(
              "ClickHouse (" + target + ") refuses " + block + ": " + failure.message()));
    }
  }

  private void insert(Block block) throws ExecutionException, InterruptedException {
    InsertSettings settings = new InsertSettings().setDeduplicationToken(block.token());
    settings.serverSetting("insert_deduplicate", "1");
    settings.serverSetting("async_insert", "0");
    try (InsertResponse response =
        client
            .insert(
                block.table(),
                block.columns(),
                new ByteArrayInputStream(block.rowBinary()),
                ClickHouseFormat.RowBinary,
                settings)
            .get()) {
      LOG.debug("inserted {}: {} rows written", block, response.getWrittenRows());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
