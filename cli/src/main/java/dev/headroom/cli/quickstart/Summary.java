package dev.headroom.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.output.Format;
import dev.headroom.cli.store.DecisionRecord;
import dev.headroom.cli.store.Store;
import java.io.PrintWriter;
import java.util.List;

/** What a run came to, section by section. */
final class Summary {
  private static final int DECISIONS = 8;

  private final Store store;
  private final PrintWriter out;
  private boolean sound = true;

  Summary(Store store, PrintWriter out) {
    this.store = store;
    this.out = out;
  }

  /** Whether every check so far was met. */
  boolean sound() {
    return sound;
  }

  /** What the gateway acknowledged against what ClickHouse knows of it. */
  void points(long sent, Points points) {
    out.printf(
        "%nPoints sent %,d = stored %,d  %s%n",
        sent, points.stored(), check(sent == points.stored() && sent == points.declared()));
    out.printf(
        "  counted %,d, sent again %,d, too late to add anything %,d, asked for by no meter %,d,"
            + " quarantined %,d%n",
        points.counted(),
        points.repeated(),
        points.covered(),
        points.unmetered(),
        points.quarantined());
  }

  /** The trace's requests up to now against the meter {@code requests}. */
  void requests(long driven, TenantBills bills) {
    long metered = bills.requests();
    out.printf(
        "Requests in the trace %,d = metered %,d  %s%n", driven, metered, check(driven == metered));
  }

  /** What the autoscaler has decided so far against what ClickHouse has of it. */
  void decisions(int recorded, int stored) {
    out.printf(
        "Decisions recorded %,d = stored %,d  %s%n", recorded, stored, check(recorded == stored));
  }

  void bills(TenantBills bills) {
    out.printf(
        "Invoices = rating of the usage, for %d tenants  %s%n%n",
        bills.tenants(), check(bills.agree()));
    out.println("Usage and invoice by tenant, all periods");
    out.print(bills.table().render(Format.TABLE));
  }

  void lastDecisions() {
    List<JsonNode> newest = DecisionRecord.newest(store, "", "", DECISIONS);
    out.printf("%nLast decisions of the autoscaler%n");
    newest.forEach(
        d -> out.println("  " + d.path("time").asText() + "  " + d.path("sentence").asText()));
    if (newest.isEmpty()) {
      out.println("  none yet");
    }
  }

  private String check(boolean met) {
    sound &= met;
    return met ? "OK" : "MISMATCH";
  }
}
