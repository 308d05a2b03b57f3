package dev.headroom.aggregation.sink;

import dev.headroom.aggregation.codec.Wire;
import dev.headroom.aggregation.rows.SinkTable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that are inserted together, or not at all. Says itself where it belongs, so that a block in
 * a checkpoint outlives a change of {@link SinkTable}.
 */
final class Block {
  private final String table;
  private final List<String> columns;
  private final int rows;
  private final byte[] rowBinary;
  private final String token;

  Block(String table, List<String> columns, int rows, byte[] rowBinary, String token) {
    this.table = table;
    this.columns = List.copyOf(columns);
    this.rows = rows;
    this.rowBinary = rowBinary;
    this.token = token;
  }

  String table() {
    return table;
  }

  List<String> columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  /** Not to be changed. */
  byte[] rowBinary() {
    return rowBinary;
  }

  /** Unique to this block: ClickHouse takes a second insert with it for a repetition. */
  String token() {
    return token;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeText(table, out);
    out.writeShort(columns.size());
    for (String column : columns) {
      Wire.writeText(column, out);
    }
    out.writeInt(rows);
    Wire.writeBytes(rowBinary, 0, rowBinary.length, out);
    Wire.writeText(token, out);
  }

  static Block read(DataInput in) throws IOException {
    String table = Wire.readText(in);
    int width = in.readUnsignedShort();
    List<String> columns = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      columns.add(Wire.readText(in));
    }
    return new Block(table, columns, in.readInt(), Wire.readBytes(in), Wire.readText(in));
  }

  @Override
  public String toString() {
    return rows + " rows for " + table + ", token " + token;
  }
}
