package dev.headroom.cli.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The tables, for the length of a command. Closing it stops what was started for it. */
public final class Store implements AutoCloseable {
  private final ClickHouse clickHouse;
  private final Runnable close;

  private Store(ClickHouse clickHouse, Runnable close) {
    this.clickHouse = clickHouse;
    this.close = close;
  }

  /** A server that runs anyway. */
  public static Store at(ClickHouseAddress address) {
    return new Store(new ClickHouse(address), () -> {});
  }

  static Store at(ClickHouseAddress address, Runnable close) {
    return new Store(new ClickHouse(address), close);
  }

  public ClickHouseAddress address() {
    return clickHouse.address();
  }

  /** See {@link ClickHouse#rows}. */
  public List<JsonNode> rows(String sql, Map<String, String> values) {
    return clickHouse.rows(sql, values);
  }

  /** See {@link ClickHouse#text}. */
  public String text(String sql, Map<String, String> values) {
    return clickHouse.text(sql, values);
  }

  @Override
  public void close() {
    close.run();
  }
}
