package dev.headroom.cli.command;

import dev.headroom.cli.output.Format;

/** How an invoice is printed: its lines, or the charges behind them. */
enum InvoiceFormat {
  TABLE(Format.TABLE),
  JSON(Format.JSON),
  CSV(Format.CSV),
  /** The charges, as CSV in the columns of FOCUS 1.4. */
  FOCUS(Format.CSV);

  private final Format written;

  InvoiceFormat(Format written) {
    this.written = written;
  }

  Format written() {
    return written;
  }
}
