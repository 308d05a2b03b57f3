package dev.headroom.cli.output;

/** A column of a {@link Table}; its name is the CSV header and the JSON key. */
public record Column(String name, Kind kind) {

  /** What the cells hold. */
  public enum Kind {
    TEXT,
    /** Exact decimal. A JSON string, because many readers turn JSON numbers into binary floats. */
    DECIMAL,
    /** Text that is JSON itself. */
    JSON
  }

  public static Column text(String name) {
    return new Column(name, Kind.TEXT);
  }

  public static Column decimal(String name) {
    return new Column(name, Kind.DECIMAL);
  }

  public static Column json(String name) {
    return new Column(name, Kind.JSON);
  }
}
