package dev.headroom.benchmarks.faults;

import dev.headroom.aggregation.schema.SchemaMigrations;
import dev.headroom.usage.metering.ModelLoad.Sent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Sends histories while faults strike, and looks at the tables afterwards. */
final class Round {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PARTITIONS = 4;

  /** How long sending takes without faults, roughly. */
  private static final Duration SENDING = Duration.ofSeconds(4);

  private final Stage stage;
  private final RoundPlan plan;
  private final MeteringJob job;

  Round(Stage stage, RoundPlan plan, int number) {
    this.stage = stage;
    this.plan = plan;
    this.job = new MeteringJob(stage, "faults_" + number, plan.backend());
  }

  /** What the tables get wrong, a line each; empty if they equal the model's. */
  List<String> run() throws IOException, InterruptedException {
    createTopics();
    createTables();
    stage.merge(plan.merging());
    job.submit(plan.parallelism());
    try {
      try (Sender sender = new Sender(job.bootstrapServers(), job.usageTopic())) {
        send(sender);
      }
      return differences();
    } finally {
      cleanUp();
    }
  }

  private void send(Sender sender) throws InterruptedException {
    List<CompletableFuture<Void>> striking = new ArrayList<>();
    Iterator<Strike> strikes = plan.strikes().iterator();
    Strike next = strikes.next();
    int number = 0;
    for (Sent request : plan.requests()) {
      while (next != null && next.atRequest() <= number) {
        Strike now = next;
        striking.add(CompletableFuture.runAsync(() -> now.run(stage, job), Round::ownThread));
        next = strikes.hasNext() ? strikes.next() : null;
      }
      sender.send(request);
      number++;
      Await.pause(SENDING.toNanos() / plan.requests().size());
    }
    try {
      CompletableFuture.allOf(striking.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause());
    }
    sender.awaitTaken();
  }

  private static void ownThread(Runnable work) {
    new Thread(work, "strike").start();
  }

  private List<String> differences() throws InterruptedException {
    Tables tables = new Tables(stage.clickHouse(), job.database(), plan);
    boolean equal =
        Await.holds(
            PATIENCE, () -> tables.differences().isEmpty() || job.status() == JobStatus.FAILED);
    List<String> wrong = new ArrayList<>(tables.differences());
    if (job.status() != JobStatus.RUNNING && (equal || !wrong.isEmpty())) {
      wrong.add(0, "the job is " + job.status());
    }
    if (!plan.merging()) {
      wrong.addAll(tables.doubled());
      stage.merge(true);
    }
    tables.mergeCompletely();
    if (wrong.isEmpty()) {
      tables.differences().forEach(line -> wrong.add("after merging: " + line));
    }
    return wrong;
  }

  private void createTopics() throws InterruptedException {
    Map<String, String> appendTime = Map.of("message.timestamp.type", "LogAppendTime");
    try (Admin admin = admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(job.usageTopic(), PARTITIONS, (short) 1).configs(appendTime),
                  new NewTopic(job.decisionsTopic(), 1, (short) 1).configs(appendTime),
                  new NewTopic(job.invoicesTopic(), 1, (short) 1),
                  new NewTopic(job.priceBooksTopic(), 1, (short) 1)))
          .all()
          .get(60, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Kafka did not create the topics: " + e, e);
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", job.bootstrapServers()));
  }

  private void createTables() {
    stage.clickHouse().query("CREATE DATABASE " + job.database());
    try (Connection connection = job.database(stage.clickHouse().httpPort()).connection()) {
      SchemaMigrations.apply(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the tables cannot be created: " + e.getMessage(), e);
    }
  }

  private void cleanUp() throws IOException, InterruptedException {
    job.cancel();
    stage.clickHouse().query("DROP DATABASE " + job.database());
    try (Admin admin = admin()) {
      admin
          .deleteTopics(
              List.of(
                  job.usageTopic(),
                  job.decisionsTopic(),
                  job.invoicesTopic(),
                  job.priceBooksTopic()))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not delete the topics: " + e, e);
    }
    Stage.delete(job.checkpoints());
  }
}
