package dev.headroom.aggregation;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.runner.StartCheck;
import dev.headroom.aggregation.runner.TenantTable;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What {@code flink run} calls: the same job, on the cluster that called. */
public final class AggregationJobMain {
  private AggregationJobMain() {}

  /** Takes {@code --config FILE}. */
  public static void main(String[] args) throws Exception {
    if (args.length != 2 || !args[0].equals("--config")) {
      throw new IllegalArgumentException("expected: --config FILE");
    }
    AggregationJobConfig config = AggregationJobConfig.load(Path.of(args[1]), System.getenv());
    StartCheck.check(config);
    TenantTable.fill(config);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(FlinkOptions.of(config));
    AggregationJob.build(environment, config);
    environment.execute(AggregationJob.NAME);
  }
}
