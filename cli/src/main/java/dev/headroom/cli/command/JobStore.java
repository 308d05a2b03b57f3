package dev.headroom.cli.command;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.cli.store.ClickHouseAddress;
import dev.headroom.cli.store.Store;

/** The tables that a job writes. */
final class JobStore {
  private JobStore() {}

  static Store open(AggregationJobConfig job) {
    return Store.at(
        new ClickHouseAddress(
            job.clickhouse().url(),
            job.clickhouse().database(),
            job.clickhouse().user(),
            job.clickhouse().password()));
  }
}
