package dev.headroom.benchmarks.faults;

/** What a fault hits. In one round, one fault a victim: so none undoes another. */
enum Victim {
  BROKER,
  KAFKA_LINE,
  CLICKHOUSE,
  CLICKHOUSE_LINE,
  TASK_MANAGER,
  JOB
}
