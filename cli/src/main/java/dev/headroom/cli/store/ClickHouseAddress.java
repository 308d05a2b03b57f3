package dev.headroom.cli.store;

/**
 * Where a ClickHouse server is, and who asks.
 *
 * @param url of the HTTP interface, {@code http://127.0.0.1:8123}
 */
public record ClickHouseAddress(String url, String database, String user, String password) {

  public ClickHouseAddress {
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** Says where, never the password. */
  @Override
  public String toString() {
    return url + " database " + database + " user " + user;
  }
}
