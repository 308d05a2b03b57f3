package dev.headroom.cli.reconcile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Json;
import dev.headroom.cli.output.Table;
import java.util.ArrayList;
import java.util.List;

/** What a reconciliation found, for people and for machines. */
public final class ReconciliationReport {
  private static final int MOST_PRINTED = 100;

  private final Scope scope;
  private final Findings findings;
  private final List<History> histories;

  /**
   * Of what was compared.
   *
   * @param histories of each topic, that of the gateways first
   */
  ReconciliationReport(Scope scope, Findings findings, List<History> histories) {
    this.scope = scope;
    this.findings = findings;
    this.histories = List.copyOf(histories);
  }

  public boolean isEqual() {
    return findings.areEqual();
  }

  boolean isEqual(Link link) {
    return findings.areEqual(link);
  }

  /** Of every link: what differs, or what is not proven. */
  List<Finding> findings(boolean differing) {
    List<Finding> all = new ArrayList<>();
    for (Link link : Link.values()) {
      all.addAll(differing ? findings.differences(link) : findings.unproven(link));
    }
    return all;
  }

  /** File name without its ending. */
  public String name() {
    return "reconciliation-"
        + scope.period().map(Object::toString).orElse("all")
        + scope.tenant().map(tenant -> "-" + tenant).orElse("");
  }

  private String title() {
    return "Reconciliation of %s%s at %s"
        .formatted(
            scope.period().map(Object::toString).orElse("everything"),
            scope.tenant().map(tenant -> ", tenant " + tenant).orElse(""),
            scope.now());
  }

  /** For reading. */
  public String text() {
    StringBuilder out = new StringBuilder(title()).append('\n');
    List<List<String>> links = new ArrayList<>();
    List<List<String>> differences = new ArrayList<>();
    List<List<String>> unproven = new ArrayList<>();
    for (Link link : Link.values()) {
      links.add(List.of(link.id(), findings.comparedBy(link), findings.result(link)));
      findings.differences(link).forEach(finding -> differences.add(cells(finding)));
      findings.unproven(link).forEach(finding -> unproven.add(cells(finding)));
    }
    out.append(table(links, "link", "compared", "result"));
    long all = 0;
    for (Link link : Link.values()) {
      all += findings.differing(link);
    }
    append(out, "Differences", differences, all);
    append(out, "Not proven", unproven, unproven.size());
    histories.forEach(history -> append(out, history));
    out.append('\n').append(verdict(unproven.isEmpty())).append('\n');
    return out.toString();
  }

  private void append(StringBuilder out, History history) {
    List<Seal> seals = history.seals();
    if (!seals.isEmpty()) {
      Seal last = seals.get(seals.size() - 1);
      String of = history.topic().equals(scope.topic()) ? "" : " of " + history.topic();
      out.append("\nHash of the days%s up to %s: %s%n".formatted(of, last.day(), last.hash()));
    }
  }

  private String verdict(boolean proven) {
    if (!isEqual()) {
      return "Not equal.";
    }
    return proven ? "Every link is equal." : "Nothing differs, but not everything is proven.";
  }

  private static void append(StringBuilder out, String heading, List<List<String>> rows, long all) {
    if (rows.isEmpty()) {
      return;
    }
    List<List<String>> printed = rows.subList(0, Math.min(MOST_PRINTED, rows.size()));
    out.append('\n').append(heading).append('\n');
    out.append(table(printed, "link", "of", "range", "reason"));
    if (all > printed.size()) {
      out.append("and %,d more%n".formatted(all - printed.size()));
    }
  }

  private static List<String> cells(Finding finding) {
    return List.of(finding.link().id(), finding.subject(), finding.range(), finding.reason());
  }

  private static String table(List<List<String>> rows, String... columns) {
    return new Table(List.of(columns).stream().map(Column::text).toList(), rows).aligned();
  }

  /** For machines; see docs/reference/cli.md. */
  public String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("period", scope.period().map(Object::toString).orElse(null));
    root.put("tenant", scope.tenant().orElse(null));
    root.put("topic", scope.topic());
    root.put("at", scope.now().toString());
    root.put("equal", isEqual());
    ArrayNode links = root.putArray("links");
    for (Link link : Link.values()) {
      ObjectNode node = links.addObject();
      node.put("link", link.id());
      node.put("compared", findings.comparedBy(link));
      node.put("result", findings.result(link));
      node.put("differing", findings.differing(link));
      put(node.putArray("differences"), findings.differences(link));
      put(node.putArray("unproven"), findings.unproven(link));
    }
    days(histories.get(0), root.putArray("days"));
    ArrayNode direct = root.putArray("direct_topics");
    for (History history : histories.subList(1, histories.size())) {
      ObjectNode node = direct.addObject();
      node.put("topic", history.topic());
      days(history, node.putArray("days"));
    }
    return Json.pretty(root);
  }

  private static void put(ArrayNode array, List<Finding> findings) {
    for (Finding finding : findings) {
      ObjectNode node = array.addObject();
      node.put("of", finding.subject());
      node.put("range", finding.range());
      node.put("reason", finding.reason());
    }
  }

  private static void days(History history, ArrayNode array) {
    for (Seal seal : history.seals()) {
      ObjectNode node = array.addObject();
      node.put("day", seal.day().toString());
      node.put("previous_hash", seal.previousHash());
      node.put("hash", seal.hash());
      seal.text().lines().forEach(node.putArray("totals")::add);
    }
    for (DayTotals totals : history.open()) {
      ObjectNode node = array.addObject();
      node.put("day", totals.day().toString());
      node.putNull("previous_hash");
      node.putNull("hash");
      totals.text().lines().forEach(node.putArray("totals")::add);
    }
  }
}
