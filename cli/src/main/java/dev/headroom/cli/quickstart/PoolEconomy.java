package dev.headroom.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.autoscaler.account.CapacityAccount;
import dev.headroom.autoscaler.account.CapacityAccount.Hours;
import dev.headroom.autoscaler.account.CapacityAccount.Step;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.MachineSettings;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Format;
import dev.headroom.cli.output.Table;
import dev.headroom.cli.store.Store;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the machines of a pool cost, and what they would have cost otherwise, against the bills. */
final class PoolEconomy {
  private final PoolSettings pool;
  private final Set<String> tenants;
  private final CapacityAccount account;
  private final Hours hours;

  private PoolEconomy(
      PoolSettings pool, Set<String> tenants, CapacityAccount account, Hours hours) {
    this.pool = pool;
    this.tenants = tenants;
    this.account = account;
    this.hours = hours;
  }

  /** From the decisions in the tables. */
  static PoolEconomy read(Store store, AutoscalerConfig config, PoolSettings pool) {
    List<WorkloadSettings> workloads = config.workloadsOf(pool);
    CapacityAccount account = new CapacityAccount(pool, workloads);
    List<Step> steps =
        store
            .rows(
                "SELECT time, tenant_id, workload, toInt32(from_capacity) AS before,"
                    + " toInt32(if(result = 'applied', to_capacity, from_capacity)) AS after"
                    + " FROM decisions WHERE pool = {pool:String} AND kind IN ('scale', 'resize', 'overbook')",
                Map.of("pool", pool.name()))
            .stream()
            .map(PoolEconomy::step)
            .toList();
    Set<String> tenants =
        workloads.stream().map(w -> w.id().tenant()).collect(Collectors.toUnmodifiableSet());
    return new PoolEconomy(pool, tenants, account, account.of(steps));
  }

  private static Step step(JsonNode row) {
    String workload = row.path("workload").asText();
    return new Step(
        Instant.parse(row.path("time").asText()),
        workload.isEmpty() ? null : new WorkloadId(row.path("tenant_id").asText(), workload),
        row.path("before").asInt(),
        row.path("after").asInt());
  }

  /** A table with a line of what it compares. */
  void print(TenantBills bills, PrintWriter out) {
    MachineSettings machine = pool.machine();
    String currency = machine.currency().getCurrencyCode();
    out.printf(
        "%nMachines of pool '%s' (%s cores for %s %s an hour each), %s%n",
        pool.name(),
        machine.cpu().toPlainString(),
        machine.costPerHour().toPlainString(),
        currency,
        hours.from() == null
            ? "no decisions yet"
            : "from " + hours.from() + " to " + hours.to() + " of the trace");
    if (hours.from() == null) {
      return;
    }
    BigDecimal billed = bills.owed(tenants, currency);
    Table table =
        new Table(
            List.of(
                Column.text("capacity"),
                Column.decimal("machine_hours"),
                Column.decimal("cost_(" + currency + ")"),
                Column.decimal("margin_(" + currency + ")")),
            List.of(
                row("as used: scaled and overbooked", hours.used(), billed),
                row("without overbooking: every reserved core", hours.withoutOverbooking(), billed),
                row(
                    "nor autoscaling: highest size all along",
                    hours.withoutAutoscaling(),
                    billed)));
    out.print(table.render(Format.TABLE));
    out.printf(
        "  The margin is what the pool's %d tenants owe, %s %s, less the machines; nothing else"
            + " is counted as a cost.%n",
        tenants.size(), money(billed), currency);
  }

  private List<String> row(String name, BigDecimal machineHours, BigDecimal billed) {
    BigDecimal cost = account.cost(machineHours);
    return List.of(
        name,
        machineHours.setScale(1, RoundingMode.HALF_EVEN).toPlainString(),
        money(cost),
        money(billed.subtract(cost)));
  }

  private static String money(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
  }
}
