package dev.headroom.aggregation.runner;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.schema.SchemaException;
import dev.headroom.aggregation.schema.SchemaMigrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Looks at Kafka and ClickHouse once, so that what is missing is said before anything starts. */
public final class StartCheck {
  private static final long KAFKA_TIMEOUT_MILLIS = 10_000;

  private final AggregationJobConfig config;
  private final List<String> problems = new ArrayList<>();

  private StartCheck(AggregationJobConfig config) {
    this.config = config;
  }

  /** Throws {@link StartException} with everything that is missing. */
  public static void check(AggregationJobConfig config) throws InterruptedException {
    StartCheck check = new StartCheck(config);
    check.kafka();
    check.clickhouse();
    if (!check.problems.isEmpty()) {
      throw new StartException(String.join("\n", check.problems));
    }
  }

  private void kafka() throws InterruptedException {
    String servers = config.kafka().bootstrapServers();
    Properties properties = new Properties();
    properties.putAll(config.kafka().properties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) KAFKA_TIMEOUT_MILLIS);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) KAFKA_TIMEOUT_MILLIS / 2);
    try (Admin admin = Admin.create(properties)) {
      Set<String> missing =
          new TreeSet<>(
              Set.of(
                  config.kafka().usageTopic(),
                  config.kafka().decisionsTopic(),
                  config.kafka().invoicesTopic(),
                  config.kafka().priceBooksTopic()));
      missing.addAll(config.kafka().usageTopics());
      missing.removeAll(
          admin.listTopics().names().get(2 * KAFKA_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
      if (!missing.isEmpty()) {
        problems.add("Kafka at " + servers + " lacks the topics: " + String.join(", ", missing));
      }
    } catch (ExecutionException | TimeoutException e) {
      problems.add("Kafka at " + servers + " cannot be reached: " + Reason.of(e));
    } catch (RuntimeException e) {
      problems.add("Kafka at " + servers + " cannot be used: " + Reason.of(e));
    }
  }

  private void clickhouse() {
    try (Connection connection = config.clickhouse().connection()) {
      List<String> pending = SchemaMigrations.pending(connection);
      if (!pending.isEmpty()) {
        problems.add(
            "ClickHouse database "
                + config.clickhouse().database()
                + " lacks "
                + String.join(", ", pending)
                + ": run headroom schema apply");
      }
    } catch (SQLException | SchemaException e) {
      problems.add("ClickHouse (" + config.clickhouse() + ") cannot be used: " + Reason.of(e));
    }
  }
}
