package dev.headroom.autoscaler.policy;

import dev.headroom.autoscaler.config.UnitSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.MemoryDemand;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The units that a workload needs for its memory, whatever its CPU says: what its greatest pod used
 * at most in a day, with the safety margin of Kubernetes' VerticalPodAutoscaler; and after a kill
 * for lack of memory as much more as that adds ("OOM bump-up ratio"), for a day.
 *
 * <pre>
 *   floor = max(ceil(1.15 × peak ÷ memory of a unit), after a kill: ceil(1.2 × units at the kill))
 * </pre>
 *
 * <p>While memory is not known, it does not get fewer.
 */
public final class MemoryFloor {
  private static final BigDecimal MARGIN = new BigDecimal("1.15");
  private static final BigDecimal BUMP = new BigDecimal("1.2");
  private static final Duration KEPT = Duration.ofDays(1);

  private final WorkloadSettings workload;
  private final BigDecimal perUnit;
  private MemoryDemand.Known known = new MemoryDemand.Known(null, false, 0);
  private @Nullable Instant killed;
  private int afterKill;

  /**
   * @param bytes of a unit
   */
  public MemoryFloor(WorkloadSettings workload, long bytes) {
    this.workload = workload;
    this.perUnit = BigDecimal.valueOf(bytes);
  }

  /** Of a workload whose units have memory; null for any other. */
  public static @Nullable MemoryFloor of(WorkloadSettings workload) {
    UnitSettings unit = workload.unit();
    return unit == null || unit.memory() == null ? null : new MemoryFloor(workload, unit.memory());
  }

  /**
   * The advice, if memory allows it.
   *
   * @param units that there are
   * @param advice by CPU
   */
  public Advice advise(Instant now, int units, MemoryDemand.Known memory, Advice advice) {
    known = memory;
    if (memory.kills() > 0) {
      killed = now;
      afterKill = Math.max(afterKill, grown(units));
    } else if (killed != null && !killed.plus(KEPT).isAfter(now)) {
      killed = null;
      afterKill = 0;
    }
    int floor = Math.max(afterKill, forPeak());
    if (floor > advice.replicas()) {
      int clamped = workload.replicas().clamp(floor);
      return clamped <= advice.replicas()
          ? advice
          : new Advice(clamped, Rule.MEMORY, clamped < floor ? List.of("max-replicas") : List.of());
    }
    return !memory.isFresh() && advice.replicas() < units
        ? new Advice(units, Rule.STALE_METRICS, List.of())
        : advice;
  }

  private static int grown(int units) {
    return Math.max(
        units + 1,
        BigDecimal.valueOf(units).multiply(BUMP).setScale(0, RoundingMode.CEILING).intValue());
  }

  private int forPeak() {
    BigDecimal peak = known.peak();
    return peak == null
        ? 0
        : peak.multiply(MARGIN)
            .divide(perUnit, 0, RoundingMode.CEILING)
            .min(BigDecimal.valueOf(Integer.MAX_VALUE))
            .intValue();
  }

  /** Half a sentence: why it needs as many. */
  public String reason() {
    BigDecimal peak = known.peak();
    if (killed != null && afterKill >= forPeak()) {
      return "a process of it was killed at %s since there was no memory left".formatted(killed);
    }
    return peak == null
        ? "nothing is known of its memory"
        : "a pod of it used up to %s MiB of memory in the last day, where a unit has %s MiB"
            .formatted(mebibytes(peak), mebibytes(perUnit));
  }

  private static String mebibytes(BigDecimal bytes) {
    return bytes.divide(BigDecimal.valueOf(1 << 20), 0, RoundingMode.CEILING).toPlainString();
  }

  /** For the decision's inputs. */
  public SortedMap<String, BigDecimal> figures() {
    SortedMap<String, BigDecimal> figures = new TreeMap<>();
    figures.put("memoryPerUnitBytes", perUnit);
    figures.put("oomKills", BigDecimal.valueOf(known.kills()));
    BigDecimal peak = known.peak();
    if (peak != null) {
      figures.put("memoryPeakBytes", peak);
    }
    return figures;
  }

  /** All that it remembers. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(killed == null ? Long.MIN_VALUE : killed.getEpochSecond());
    out.writeInt(afterKill);
  }

  /** Takes back what {@link #write} gave. */
  public void read(DataInput in) throws IOException {
    long seconds = in.readLong();
    killed = seconds == Long.MIN_VALUE ? null : Instant.ofEpochSecond(seconds);
    afterKill = in.readInt();
  }
}
