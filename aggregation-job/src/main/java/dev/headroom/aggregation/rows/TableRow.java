package dev.headroom.aggregation.rows;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** One row of one table, encoded as RowBinary and ready to be sent. */
public final class TableRow {
  public static final TypeInformation<TableRow> TYPE = new CodecType<>(new Form());

  private final SinkTable table;
  private final byte[] rowBinary;

  TableRow(SinkTable table, RowBinary row) {
    this(table, row.toBytes());
  }

  private TableRow(SinkTable table, byte[] rowBinary) {
    this.table = table;
    this.rowBinary = rowBinary;
  }

  public SinkTable table() {
    return table;
  }

  /** Not to be changed. */
  public byte[] rowBinary() {
    return rowBinary;
  }

  private static final class Form implements Codec<TableRow> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<TableRow> type() {
      return TableRow.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(TableRow value, DataOutput out) throws IOException {
      out.writeByte(value.table.id());
      Wire.writeBytes(value.rowBinary, 0, value.rowBinary.length, out);
    }

    @Override
    public TableRow read(DataInput in, int version) throws IOException {
      return new TableRow(SinkTable.of(in.readUnsignedByte()), Wire.readBytes(in));
    }
  }
}
