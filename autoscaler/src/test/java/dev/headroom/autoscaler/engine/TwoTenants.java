package dev.headroom.autoscaler.engine;

import com.google.protobuf.ByteString;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.testing.Configs;
import dev.headroom.autoscaler.testing.CpuUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Two tenants of one pool who peak at different times, each with a partition of its own. */
final class TwoTenants {
  private static final int MINUTES = 12 * 60;

  private TwoTenants() {}

  static double morning(int minute) {
    return 0.4 + 3 * Math.pow(Math.sin(Math.PI * minute / MINUTES), 2);
  }

  static double evening(int minute) {
    return 0.2 + 4 * Math.pow(Math.cos(Math.PI * minute / MINUTES), 4);
  }

  static List<Replay.Usage> usage(WorkloadId id, IntToDoubleFunction cores, int to) {
    List<Replay.Usage> usages = new ArrayList<>();
    for (int minute = 0; minute <= to; minute++) {
      ByteString request = ByteString.copyFrom(CpuUsage.at(id.workload(), minute, cores));
      usages.add(new Replay.Usage(id.tenant(), request, CpuUsage.minute(minute)));
    }
    return usages;
  }

  /** Each tenant has its partition. */
  static Map<Integer, List<Replay.Usage>> halfADay() {
    return Map.of(
        0,
        usage(Configs.ACME, TwoTenants::morning, MINUTES),
        1,
        usage(Configs.BOREALIS, TwoTenants::evening, MINUTES));
  }
}
