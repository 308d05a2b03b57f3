package dev.headroom.cli.command;

import dev.headroom.aggregation.schema.SchemaMigrations;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.store.ClickHouseAddress;
import dev.headroom.cli.store.Store;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "apply",
    description = "Creates and changes tables as far as they are not up to date yet.",
    sortOptions = false)
public final class SchemaApplyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOptions source = new StoreOptions();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Store store = source.open()) {
      store.rows("SELECT 1", Map.of()); // says better than the driver what is wrong with a server
      List<String> applied = apply(store.address());
      applied.forEach(migration -> out.println("applied " + migration));
      if (applied.isEmpty()) {
        out.println("up to date");
      }
    }
    return ExitCode.OK;
  }

  private static List<String> apply(ClickHouseAddress address) {
    String url = address.url().replaceFirst("^http", "jdbc:clickhouse:http");
    try (Connection connection =
        DriverManager.getConnection(
            url + "/" + address.database(), address.user(), address.password())) {
      return SchemaMigrations.apply(connection);
    } catch (SQLException e) {
      throw CommandException.failed("the tables cannot be changed: " + e.getMessage(), e);
    }
  }
}
