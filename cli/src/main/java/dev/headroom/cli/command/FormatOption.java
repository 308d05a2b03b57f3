package dev.headroom.cli.command;

import dev.headroom.cli.output.Format;
import dev.headroom.cli.output.Table;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The format of an answer. */
final class FormatOption {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, json or csv (default: table).")
  private Format format = Format.TABLE;

  Format format() {
    return format;
  }

  /**
   * Prints the table.
   *
   * @param nothing said instead of a table of headings, if there are no rows
   */
  void print(Table table, String nothing, PrintWriter out) {
    if (table.rows().isEmpty() && format == Format.TABLE) {
      out.println(nothing);
    } else {
      out.print(table.render(format));
    }
    out.flush();
  }
}
