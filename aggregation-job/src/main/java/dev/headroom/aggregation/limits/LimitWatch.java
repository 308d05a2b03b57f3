package dev.headroom.aggregation.limits;

import dev.headroom.pricing.CarriedQuota;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.LimitStatus;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Sees that a limit is reached, once in its cycle, and that a correction has taken that back. What
 * was decided for a cycle ends with the cycle, so nothing is said when the next one begins. Of a
 * week that goes on in the next month, what the first of the two reached is said by that one.
 */
public final class LimitWatch {
  /** The state of a bill, by the id of the limit. */
  public static final MapStateDescriptor<String, LimitMark> MARKS =
      new MapStateDescriptor<>("limits", Types.STRING, LimitMark.TYPE);

  private final MapState<String, LimitMark> marks;

  public LimitWatch(MapState<String, LimitMark> marks) {
    this.marks = marks;
  }

  /** What is to be said of a bill that was just rated. */
  public List<LimitDecision> look(
      Tenant tenant, Invoice invoice, List<CarriedQuota> carried, List<UsageQuantity> usage)
      throws Exception {
    List<LimitDecision> decisions = new ArrayList<>();
    for (LimitStatus status : LimitStatus.of(tenant, invoice, carried, usage)) {
      LimitMark mark = marks.get(status.limit().id());
      long cycle = status.from().getEpochSecond();
      LimitMark before =
          mark == null || mark.cycleSecond() != cycle
              ? new LimitMark(cycle, status.wasReached(), 0)
              : mark;
      if (before.isReached() != status.isReached()) {
        int count = before.decisions() + 1;
        marks.put(status.limit().id(), new LimitMark(cycle, status.isReached(), count));
        decisions.add(LimitDecision.of(tenant.id(), status, count));
      }
    }
    return decisions;
  }
}
