package dev.headroom.cli.quickstart.fleet;

import java.time.ZoneOffset;
import java.util.List;

/**
 * Which tenant got how many of the trace's requests: shares that follow the day, each tenant with
 * its own hour, so that their peaks do not coincide. No request is lost or invented: the tenants'
 * requests of a step add up to the trace's.
 *
 * <p>{@link StrictMath} gives the same shares on every machine, so a resumed run sends the very
 * same points.
 */
public final class Demand {
  private final long[][] cumulative;

  private Demand(long[][] cumulative) {
    this.cumulative = cumulative;
  }

  public static Demand of(Trace trace, Fleet fleet) {
    List<SimulatedTenant> tenants = fleet.tenants();
    long[][] cumulative = new long[tenants.size()][trace.steps()];
    for (int step = 0; step < trace.steps(); step++) {
      long[] requests = split(trace.requests(step), weights(tenants, trace, step));
      for (int t = 0; t < requests.length; t++) {
        cumulative[t][step] = requests[t] + (step == 0 ? 0 : cumulative[t][step - 1]);
      }
    }
    return new Demand(cumulative);
  }

  /** Requests of the tenant (by its place in the fleet) from the start to the end of a step. */
  public long cumulativeRequests(int tenant, int step) {
    return step < 0 ? 0 : cumulative[tenant][step];
  }

  /** Requests of the tenant in a step. */
  public long requests(int tenant, int step) {
    return cumulativeRequests(tenant, step) - cumulativeRequests(tenant, step - 1);
  }

  private static double[] weights(List<SimulatedTenant> tenants, Trace trace, int step) {
    int seconds = trace.startOf(step).atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay();
    double hour = seconds / 3600.0;
    return tenants.stream()
        .mapToDouble(
            t ->
                t.share()
                    * StrictMath.exp(
                        t.swing() * StrictMath.cos(2 * StrictMath.PI * (hour - t.peakHour()) / 24)))
        .toArray();
  }

  /** Rounds the running sums, so that the parts add up to the total. */
  private static long[] split(long total, double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    long[] parts = new long[weights.length];
    double upTo = 0;
    long given = 0;
    for (int i = 0; i < weights.length; i++) {
      upTo += weights[i];
      long target = Math.min(total, (long) StrictMath.rint(total * (upTo / sum)));
      parts[i] = target - given;
      given = target;
    }
    return parts;
  }
}
