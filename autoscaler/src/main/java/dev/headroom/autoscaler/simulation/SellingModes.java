package dev.headroom.autoscaler.simulation;

import dev.headroom.autoscaler.sizing.Policies;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a vendor earns an hour with so many tenants, by how the software is sold:
 *
 * <pre>
 *   on-prem        revenue = licence × sold            cost = fixed
 *   byoc           revenue = fee × sold                cost = fixed
 *   managed        revenue = managed price × sold      cost = fixed + capacity cost × sold
 *   serverless     revenue = price × used              cost = fixed + capacity cost × held + penalties + credits
 * </pre>
 *
 * <p>Sold is the sum of the limits. What is held serverless, and what was used and missed, comes of
 * a {@link Simulation}; a tenant has containers of its own, or a share of processes that serve all.
 */
public final class SellingModes {
  private static final long MOST_VALUES = 20_000_000;

  /**
   * Prices a unit of capacity and hour, beside those of the serverless offer.
   *
   * @param licence on-prem
   * @param fee on capacity that the customer pays for
   * @param managed of capacity that is sold by its size
   * @param fixed of every offer an hour, whoever buys: people and control plane
   */
  public record Prices(double licence, double fee, double managed, double fixed) {
    public Prices {
      for (double value : new double[] {licence, fee, managed, fixed}) {
        if (!(value >= 0) || !Double.isFinite(value)) {
          throw new IllegalArgumentException("a price is " + value + ", expected 0 or more");
        }
      }
    }
  }

  /** Money an hour. */
  public record Row(int tenants, String mode, double revenue, double cost) {
    public double margin() {
      return revenue - cost;
    }
  }

  private final int steps;
  private final Comparison.World world;
  private final Prices prices;
  private final TenantDraw draw;

  public SellingModes(Trace trace, Comparison.World world, Prices prices) {
    this.steps = trace.steps();
    this.world = world;
    this.prices = prices;
    this.draw = new TenantDraw(trace, world.conditions().seed());
  }

  /** The most tenants for whom there is room: of a long trace, fewer. */
  public int mostTenants() {
    return (int) Math.max(1, MOST_VALUES / steps);
  }

  /** A row for each way of selling to so many tenants. */
  public List<Row> rows(int tenants) {
    Trace drawn = draw.tenants(tenants);
    double sold = drawn.workloads().stream().mapToDouble(Workload::limit).sum();
    double capacity = world.economics().capacityCost();
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(tenants, "on-prem", prices.licence() * sold, prices.fixed()));
    rows.add(new Row(tenants, "byoc", prices.fee() * sold, prices.fixed()));
    rows.add(
        new Row(tenants, "managed", prices.managed() * sold, prices.fixed() + capacity * sold));
    rows.add(
        serverless(
            drawn,
            "container, " + (world.mayStop() ? "keep-alive" : "autopilot"),
            world.mayStop(),
            world.mayStop() ? "keep-alive" : "autopilot"));
    rows.add(
        serverless(
            drawn,
            "container, " + (world.mayStop() ? "warm pool" : "forecast"),
            world.mayStop(),
            world.mayStop() ? "headroom" : "forecast"));
    rows.add(serverless(drawn, "multi-tenant, not overbooked", false, "static"));
    rows.add(serverless(drawn, "multi-tenant, overbooked", false, "headroom"));
    return rows;
  }

  private Row serverless(Trace drawn, String mode, boolean mayStop, String policy) {
    Comparison comparison = new Comparison(drawn, world.stopping(mayStop));
    Outcome outcome = comparison.run(Policies.named(policy).orElseThrow());
    double hours =
        (drawn.steps() - comparison.warmUp())
            * ((double) drawn.step().toMillis() / Duration.ofHours(1).toMillis());
    return new Row(
        drawn.workloads().size(),
        "serverless " + mode,
        world.economics().price() * outcome.used() / hours,
        prices.fixed() + (outcome.cost(world.economics()) + outcome.credits()) / hours);
  }
}
