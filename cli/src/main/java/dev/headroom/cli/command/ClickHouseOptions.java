package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.store.ClickHouseAddress;
import picocli.CommandLine.Option;

/** Names a ClickHouse server. */
final class ClickHouseOptions {
  @Option(
      names = "--clickhouse-url",
      paramLabel = "URL",
      description = "ClickHouse's HTTP interface, such as http://127.0.0.1:8123.")
  private String url = "";

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description = "Database on that server (default: ${DEFAULT-VALUE}).")
  private String database = "headroom";

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "User on that server (default: ${DEFAULT-VALUE}).")
  private String user = "headroom";

  @Option(
      names = "--password-env",
      paramLabel = "VARIABLE",
      description = "Environment variable with the user's password (default: ${DEFAULT-VALUE}).")
  private String passwordVariable = "HEADROOM_CLICKHOUSE_PASSWORD";

  boolean given() {
    return !url.isEmpty();
  }

  ClickHouseAddress address() {
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      throw CommandException.badInput(
          "--clickhouse-url is '" + url + "', expected http://HOST:PORT or https://HOST:PORT");
    }
    String password = System.getenv(passwordVariable);
    if (password == null) {
      throw CommandException.badInput(
          "the environment variable " + passwordVariable + " (--password-env) is not set");
    }
    return new ClickHouseAddress(url, database, user, password);
  }
}
