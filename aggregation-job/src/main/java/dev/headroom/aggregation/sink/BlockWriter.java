package dev.headroom.aggregation.sink;

import dev.headroom.aggregation.rows.SinkTable;
import dev.headroom.aggregation.rows.TableRow;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/** Stages rows in blocks until a checkpoint takes them over. */
final class BlockWriter implements CommittingSinkWriter<TableRow, Block> {
  /** One insert is one block of ClickHouse: well below its max_insert_block_size of 1 048 449. */
  static final int MAX_ROWS = 100_000;

  static final int MAX_BYTES = 16 << 20;

  private static final class Open {
    private final ByteArrayOutputStream rowBinary = new ByteArrayOutputStream(4096);
    private int rows;
  }

  private final Map<SinkTable, Open> open = new EnumMap<>(SinkTable.class);
  private List<Block> full = new ArrayList<>();

  @Override
  public void write(TableRow row, Context context) {
    Open block = open.computeIfAbsent(row.table(), table -> new Open());
    byte[] bytes = row.rowBinary();
    block.rowBinary.write(bytes, 0, bytes.length);
    block.rows++;
    if (block.rows >= MAX_ROWS || block.rowBinary.size() >= MAX_BYTES) {
      close(row.table(), block);
      open.remove(row.table());
    }
  }

  /** The token is a random one, kept with the block: a checkpoint id could come twice. */
  private void close(SinkTable table, Open block) {
    full.add(
        new Block(
            table.tableName(),
            table.columns(),
            block.rows,
            block.rowBinary.toByteArray(),
            UUID.randomUUID().toString()));
  }

  @Override
  public Collection<Block> prepareCommit() {
    open.forEach(this::close);
    open.clear();
    List<Block> prepared = full;
    full = new ArrayList<>();
    return prepared;
  }

  /** Nothing: rows leave with the checkpoint only. */
  @Override
  public void flush(boolean endOfInput) {}

  @Override
  public void close() {}
}
