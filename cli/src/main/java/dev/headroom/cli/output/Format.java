package dev.headroom.cli.output;

/** How a query command prints its answer. */
public enum Format {
  TABLE,
  JSON,
  CSV
}
