package dev.headroom.aggregation.ledger;

import dev.headroom.aggregation.intake.KafkaPlace;
import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.java.functions.KeySelector;

/** Brings the reports of one record together, wherever its slices were metered. */
public final class RecordPartition implements Partitioner<Long>, KeySelector<RecordReport, Long> {
  private static final long serialVersionUID = 1L;

  @Override
  public Long getKey(RecordReport report) {
    KafkaPlace place = report.record().place();
    return place.offset() + place.partition();
  }

  @Override
  public int partition(Long key, int numPartitions) {
    return (int) Math.floorMod(key, (long) numPartitions);
  }
}
