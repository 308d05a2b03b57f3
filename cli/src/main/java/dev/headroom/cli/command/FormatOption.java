package dev.headroom.cli.command;

import dev.headroom.cli.billing.InvoiceReport;
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
   * Prints a table.
   *
   * @param nothing said instead of a table of headings, if there are no rows
   */
  void print(Table table, String nothing, PrintWriter out) {
    print(table.render(format), format, table.rows().isEmpty(), nothing, out);
  }

  /** Prints invoices; likewise. */
  void print(InvoiceReport invoices, String nothing, PrintWriter out) {
    print(invoices, format, nothing, out);
  }

  /** Prints invoices in a format that was chosen otherwise; likewise. */
  static void print(InvoiceReport invoices, Format format, String nothing, PrintWriter out) {
    print(invoices.render(format), format, invoices.isEmpty(), nothing, out);
  }

  private static void print(
      String text, Format format, boolean empty, String nothing, PrintWriter out) {
    out.print(empty && format == Format.TABLE ? nothing + System.lineSeparator() : text);
    out.flush();
  }
}
