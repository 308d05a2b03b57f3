package dev.headroom.aggregation.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.intake.KafkaPlace;
import dev.headroom.aggregation.intake.RecordHead;
import dev.headroom.aggregation.ledger.PointCounts;
import dev.headroom.aggregation.rows.LedgerRow;
import dev.headroom.aggregation.rows.SinkTable;
import dev.headroom.aggregation.rows.TableRow;
import java.io.IOException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockWriterTest {
  private static final SinkWriter.Context CONTEXT =
      new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
          return 0;
        }

        @Override
        public @Nullable Long timestamp() {
          return null;
        }
      };

  private static TableRow row(int offset) {
    KafkaPlace place = new KafkaPlace("usage.otlp", 0, offset, 1);
    return LedgerRow.of(new RecordHead(place, "acme", "p", 0, false, 0, 0, 1), PointCounts.NONE);
  }

  @Test
  void blocksAreBoundedAndHaveATokenEach() {
    BlockWriter writer = new BlockWriter();
    for (int i = 0; i < BlockWriter.MAX_ROWS + 1; i++) {
      writer.write(row(i), CONTEXT);
    }
    Collection<Block> blocks = writer.prepareCommit();

    assertThat(blocks).extracting(Block::rows).containsExactly(BlockWriter.MAX_ROWS, 1);
    assertThat(blocks.stream().map(Block::token).collect(Collectors.toSet())).hasSize(2);
    assertThat(writer.prepareCommit()).isEmpty();
  }

  @Test
  void aBlockComesOutOfACheckpointAsItWentIn() throws IOException {
    BlockWriter writer = new BlockWriter();
    writer.write(row(7), CONTEXT);
    Block block = writer.prepareCommit().iterator().next();
    BlockSerializer serializer = new BlockSerializer();

    Block restored = serializer.deserialize(1, serializer.serialize(block));

    assertThat(restored.table()).isEqualTo("ledger_row");
    assertThat(restored.columns()).isEqualTo(SinkTable.LEDGER.columns());
    assertThat(restored.rows()).isEqualTo(1);
    assertThat(restored.token()).isEqualTo(block.token());
    assertThat(restored.rowBinary()).isEqualTo(row(7).rowBinary());
  }
}
