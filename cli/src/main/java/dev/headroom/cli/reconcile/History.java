package dev.headroom.cli.reconcile;

import dev.headroom.cli.store.Store;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * The days that are over, sealed one after the other: the hash of a day covers its totals and the
 * hash of the day before, so that no day can change without every later hash changing.
 */
final class History {
  private final Store store;
  private final Scope scope;
  private final Findings findings;
  private final NavigableMap<LocalDate, DayTotals> days;
  private final List<Seal> seals = new ArrayList<>();

  private History(
      Store store, Scope scope, Findings findings, NavigableMap<LocalDate, DayTotals> days) {
    this.store = store;
    this.scope = scope;
    this.findings = findings;
    this.days = days;
  }

  /** Compares what was sealed with what the ledger holds now. */
  static History check(Store store, Scope scope, Findings findings) {
    History history = new History(store, scope, findings, DayTotals.read(store, scope.topic()));
    Seal.read(store, scope.topic()).forEach(history::check);
    history.summarise();
    return history;
  }

  private void check(Seal seal) {
    String previous = seals.isEmpty() ? DayTotals.BEGINNING : last().hash();
    if (!seals.isEmpty() && !seal.day().isAfter(last().day())) {
      differs(seal.day(), "the day was sealed again, with the hash " + seal.hash());
      return;
    }
    LocalDate expected = seals.isEmpty() ? firstDay(seal.day()) : last().day().plusDays(1);
    if (!seal.day().equals(expected)) {
      differs(expected, "the day has no seal, although %s has".formatted(seal.day()));
    }
    if (!seal.previousHash().equals(previous) || !seal.isWhole()) {
      differs(seal.day(), "the seal was changed: its hash does not follow from the day before");
    }
    String now = days.getOrDefault(seal.day(), DayTotals.nothing(seal.day())).text();
    if (!now.equals(seal.text())) {
      differs(seal.day(), changes(seal.text(), now));
    }
    seals.add(seal);
  }

  private LocalDate firstDay(LocalDate sealed) {
    return days.isEmpty() || days.firstKey().isAfter(sealed) ? sealed : days.firstKey();
  }

  private Seal last() {
    return seals.get(seals.size() - 1);
  }

  private void differs(LocalDate day, String reason) {
    String range = scope.isDirect() ? "ledger of the day, " + scope.topic() : "ledger of the day";
    findings.differs(Link.HISTORY, day.toString(), range, reason);
  }

  private static String changes(String sealed, String now) {
    Set<String> gone = new LinkedHashSet<>(sealed.lines().toList());
    Set<String> come = new LinkedHashSet<>(now.lines().toList());
    Set<String> same = new LinkedHashSet<>(gone);
    same.retainAll(come);
    gone.removeAll(same);
    come.removeAll(same);
    return "sealed was %s; now it is %s".formatted(shown(gone), shown(come));
  }

  private static String shown(Set<String> lines) {
    return lines.isEmpty() ? "nothing" : String.join(" and ", lines).replace('\t', ' ');
  }

  /**
   * Seals the days that are over, that were compared, and of which the job has read every record.
   *
   * @param firstUnreadMillis append time of the first record that it has not read
   */
  void seal(Optional<Long> firstUnreadMillis) {
    if (days.isEmpty() || scope.tenant().isPresent() || !findings.areEqual(Link.HISTORY)) {
      return;
    }
    LocalDate day = seals.isEmpty() ? days.firstKey() : last().day().plusDays(1);
    while (day.isBefore(end(firstUnreadMillis)) && wasCompared(day)) {
      Seal seal =
          Seal.of(
              days.getOrDefault(day, DayTotals.nothing(day)),
              seals.isEmpty() ? DayTotals.BEGINNING : last().hash());
      seal.write(store, scope.topic());
      seals.add(seal);
      day = day.plusDays(1);
    }
    summarise();
  }

  /** The first day that is not to be sealed. */
  private LocalDate end(Optional<Long> firstUnreadMillis) {
    long open =
        Math.min(firstUnreadMillis.orElse(Long.MAX_VALUE), findings.firstLedgerDifferenceMillis());
    LocalDate today = scope.today();
    return open >= Scope.start(today).toEpochMilli() ? today : Scope.day(open);
  }

  private boolean wasCompared(LocalDate day) {
    Instant start = Scope.start(day);
    return !start.isBefore(scope.from()) && !start.plus(1, ChronoUnit.DAYS).isAfter(scope.to());
  }

  private void summarise() {
    findings.compared(
        Link.HISTORY,
        scope.part(),
        seals.isEmpty()
            ? "no day is sealed yet"
            : "%,d days sealed, %s to %s"
                .formatted(seals.size(), seals.get(0).day(), last().day()));
  }

  String topic() {
    return scope.topic();
  }

  List<Seal> seals() {
    return List.copyOf(seals);
  }

  /** Days that have a record and no seal. */
  List<DayTotals> open() {
    return (seals.isEmpty() ? days : days.tailMap(last().day(), false)).values().stream().toList();
  }
}
