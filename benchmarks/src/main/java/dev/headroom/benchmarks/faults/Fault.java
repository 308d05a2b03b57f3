package dev.headroom.benchmarks.faults;

import java.io.IOException;

/** What is done to the running system, and undone after a while. */
enum Fault {
  BROKER_KILLED("broker kill -9", Victim.BROKER) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) {
      stage.broker().kill();
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.broker().start();
    }
  },
  KAFKA_CUT("network to Kafka cut", Victim.KAFKA_LINE) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.kafkaLine().state(Line.State.CUT);
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.kafkaLine().state(Line.State.OPEN);
    }
  },
  KAFKA_FROZEN("network to Kafka frozen", Victim.KAFKA_LINE) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.kafkaLine().state(Line.State.FROZEN);
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.kafkaLine().state(Line.State.OPEN);
    }
  },
  CLICKHOUSE_KILLED("ClickHouse kill -9", Victim.CLICKHOUSE) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) {
      stage.killClickHouse();
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) {
      stage.startClickHouse();
    }
  },
  DISK_FULL("ClickHouse disk full", Victim.CLICKHOUSE) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) {
      stage.killClickHouse();
      stage.startClickHouseOnFullDisk();
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) {
      stage.killClickHouse();
      stage.startClickHouse();
    }
  },
  CLICKHOUSE_CUT("network to ClickHouse cut", Victim.CLICKHOUSE_LINE) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.clickHouseLine().state(Line.State.CUT);
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.clickHouseLine().state(Line.State.OPEN);
    }
  },
  CLICKHOUSE_FROZEN("network to ClickHouse frozen", Victim.CLICKHOUSE_LINE) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.clickHouseLine().state(Line.State.FROZEN);
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.clickHouseLine().state(Line.State.OPEN);
    }
  },
  ANSWERS_LOST("insert applied, answer lost", Victim.CLICKHOUSE_LINE) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.clickHouseLine().answers(Line.Answer.LOST);
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.clickHouseLine().answers(Line.Answer.PASSED);
    }
  },
  ANSWERS_ERROR("insert applied, answered by an error", Victim.CLICKHOUSE_LINE) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage
          .clickHouseLine()
          .answers(strike.amount() % 2 == 0 ? Line.Answer.ERROR : Line.Answer.GATEWAY_TIMEOUT);
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.clickHouseLine().answers(Line.Answer.PASSED);
    }
  },
  ANSWERS_HELD("insert applied, answer too late", Victim.CLICKHOUSE_LINE) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.clickHouseLine().answers(Line.Answer.HELD);
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.clickHouseLine().answers(Line.Answer.PASSED);
    }
  },
  TASK_MANAGER_KILLED("task manager kill -9", Victim.TASK_MANAGER) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) {
      stage.flink().killTaskManager(strike.amount());
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) throws IOException {
      stage.flink().startTaskManager(strike.amount());
    }
  },
  JOB_MANAGER_KILLED("job manager kill -9", Victim.JOB) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) {
      stage.flink().killJobManager();
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike)
        throws IOException, InterruptedException {
      stage.flink().startJobManager();
      job.submit(strike.parallelism());
    }
  },
  JOB_RESCALED("job stopped and rescaled", Victim.JOB) {
    @Override
    void strike(Stage stage, MeteringJob job, Strike strike) throws InterruptedException {
      job.stop(strike.length());
    }

    @Override
    void heal(Stage stage, MeteringJob job, Strike strike) throws InterruptedException {
      job.submit(strike.parallelism());
    }
  };

  private final String text;
  private final Victim victim;

  Fault(String text, Victim victim) {
    this.text = text;
    this.victim = victim;
  }

  Victim victim() {
    return victim;
  }

  abstract void strike(Stage stage, MeteringJob job, Strike strike)
      throws IOException, InterruptedException;

  abstract void heal(Stage stage, MeteringJob job, Strike strike)
      throws IOException, InterruptedException;

  @Override
  public String toString() {
    return text;
  }
}
