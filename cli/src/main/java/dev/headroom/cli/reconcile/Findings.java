package dev.headroom.cli.reconcile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the comparisons found, link by link. */
final class Findings {
  /** Told of each link and kind; the others are counted. */
  static final int MOST_TOLD = 1000;

  private final Map<Link, SortedMap<String, String>> compared = new EnumMap<>(Link.class);
  private final Map<Link, List<Finding>> differences = new EnumMap<>(Link.class);
  private final Map<Link, List<Finding>> unproven = new EnumMap<>(Link.class);
  private final Map<Link, Integer> differing = new EnumMap<>(Link.class);
  private long firstLedgerDifferenceMillis = Long.MAX_VALUE;

  /** Says how much a link has compared. */
  void compared(Link link, String what) {
    compared(link, "", what);
  }

  /**
   * The same.
   *
   * @param of a part that is told beside the others; what is said of it again replaces what was
   */
  void compared(Link link, String of, String what) {
    compared.computeIfAbsent(link, first -> new TreeMap<>()).put(of, what);
  }

  void differs(Link link, String subject, String range, String reason) {
    differing.merge(link, 1, Integer::sum);
    add(differences, new Finding(link, subject, range, reason));
  }

  /** Something that nothing says the contrary of, and nothing proves. */
  void unproven(Link link, String subject, String range, String reason) {
    add(unproven, new Finding(link, subject, range, reason));
  }

  private static void add(Map<Link, List<Finding>> all, Finding finding) {
    List<Finding> told = all.computeIfAbsent(finding.link(), link -> new ArrayList<>());
    if (told.size() < MOST_TOLD) {
      told.add(finding);
    }
  }

  /** Whether usage of a tenant is not what was charged, or may not be. */
  boolean isUsageOtherwise(String tenant) {
    return Stream.concat(differences(Link.USAGE).stream(), unproven(Link.USAGE).stream())
        .anyMatch(finding -> finding.subject().equals(tenant));
  }

  /** The ledger is not what Kafka or the quarantine says, of a record appended then. */
  void ledgerDiffersAt(long appendedAtMillis) {
    firstLedgerDifferenceMillis = Math.min(firstLedgerDifferenceMillis, appendedAtMillis);
  }

  long firstLedgerDifferenceMillis() {
    return firstLedgerDifferenceMillis;
  }

  boolean areEqual() {
    return differing.isEmpty();
  }

  boolean areEqual(Link link) {
    return differing(link) == 0;
  }

  /** Number of differences, of which no more than {@link #MOST_TOLD} are told. */
  int differing(Link link) {
    return differing.getOrDefault(link, 0);
  }

  String comparedBy(Link link) {
    SortedMap<String, String> parts = compared.get(link);
    if (parts == null) {
      return "nothing";
    }
    StringJoiner told = new StringJoiner("; ");
    parts.forEach((of, what) -> told.add(of.isEmpty() ? what : of + ": " + what));
    return told.toString();
  }

  List<Finding> differences(Link link) {
    return differences.getOrDefault(link, List.of());
  }

  List<Finding> unproven(Link link) {
    return unproven.getOrDefault(link, List.of());
  }

  /** {@code equal}, {@code unproven} (equal as far as it can be shown) or {@code differs}. */
  String result(Link link) {
    if (!areEqual(link)) {
      return "differs";
    }
    return unproven(link).isEmpty() ? "equal" : "unproven";
  }
}
