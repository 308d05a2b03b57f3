package dev.headroom.aggregation.sink;

import dev.headroom.aggregation.rows.TableRow;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Two-phase sink: rows are staged in blocks; a checkpoint keeps the blocks; once it is complete,
 * they are inserted, each with a token of its own. Every row reaches ClickHouse at least once and a
 * block at most once, as long as ClickHouse remembers its token (the last 10 000 inserts a table).
 */
public final class ClickHouseSink implements Sink<TableRow>, SupportsCommitter<Block> {
  private static final long serialVersionUID = 1L;

  private final ClickHouseTarget target;

  public ClickHouseSink(ClickHouseTarget target) {
    this.target = target;
  }

  @Override
  public SinkWriter<TableRow> createWriter(WriterInitContext context) {
    return new BlockWriter();
  }

  @Override
  public Committer<Block> createCommitter(CommitterInitContext context) {
    return new BlockCommitter(target);
  }

  @Override
  public SimpleVersionedSerializer<Block> getCommittableSerializer() {
    return new BlockSerializer();
  }
}
