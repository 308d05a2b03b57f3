package dev.headroom.autoscaler.trace;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file, plain or with gzip, of which the first is the heading. */
final class CsvRows implements AutoCloseable {
  private final String file;
  private final InputStream in;
  private final MappingIterator<String[]> rows;
  private final List<String> heading;
  private int line;

  private CsvRows(String file, InputStream in) throws IOException {
    this.file = file;
    this.in = in;
    this.rows =
        new CsvMapper()
            .readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .readValues(in);
    String[] first = row();
    if (first == null) {
      throw new TraceException(file, "is empty, expected a line of headings");
    }
    this.heading = Arrays.stream(first).map(String::strip).toList();
  }

  static CsvRows open(Path path) {
    try {
      InputStream in = Files.newInputStream(path);
      boolean zipped = path.toString().endsWith(".gz");
      return new CsvRows(path.toString(), zipped ? new GZIPInputStream(in) : in);
    } catch (NoSuchFileException e) {
      throw new TraceException(path.toString(), "there is no such file", e);
    } catch (IOException e) {
      throw new TraceException(path.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }

  List<String> heading() {
    return heading;
  }

  /** The next row, with as many fields as the heading has; null after the last. */
  String @Nullable [] next() {
    String[] row = row();
    if (row != null && row.length != heading.size()) {
      throw new TraceException(
          where(), row.length + " fields, expected " + heading.size() + " as in the heading");
    }
    return row;
  }

  private String @Nullable [] row() {
    try {
      line++;
      return rows.hasNextValue() ? rows.nextValue() : null;
    } catch (JacksonException e) {
      throw new TraceException(where(), e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new TraceException(where(), "cannot be read: " + e.getMessage(), e);
    }
  }

  /** File and line of the last row. */
  String where() {
    return file + ":" + line;
  }

  /** File, line and name of a column. */
  String where(int column) {
    return where() + ", column " + (column + 1) + " (" + heading.get(column) + ")";
  }

  /** A field as a number, at least 0; NaN if it is empty. */
  double number(String[] row, int column) {
    String text = row[column].strip();
    if (text.isEmpty()) {
      return Double.NaN;
    }
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new TraceException(where(column), "'" + text + "', expected a number", e);
    }
    if (!Double.isFinite(value) || value < 0) {
      throw new TraceException(where(column), "'" + text + "', expected a number of at least 0");
    }
    return value;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new TraceException(file, "cannot be read: " + e.getMessage(), e);
    }
  }
}
