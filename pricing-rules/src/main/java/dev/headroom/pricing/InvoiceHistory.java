package dev.headroom.pricing;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which of a tenant's invoices hold.
 *
 * <p>The records say when they were made, and are taken in that order, whatever the order in which
 * they came: so what holds is a function of the records, and of nothing else. A record that can't
 * be right at its time is refused and changes nothing:
 *
 * <ul>
 *   <li>An invoice, if the month has one that holds, or it isn't the next one by number, or it
 *       corrects an invoice that doesn't hold.
 *   <li>A void record, if its invoice doesn't hold, or one of a later month does: that builds on
 *       it, by its adjustments and by what it used of a commitment.
 * </ul>
 */
public final class InvoiceHistory {
  private static final Comparator<InvoiceRecord> ORDER =
      Comparator.comparing(InvoiceRecord::at)
          .thenComparing(record -> record.id().month())
          .thenComparing(record -> record.id().number())
          .thenComparing(InvoiceVoid.class::isInstance);

  private final SortedMap<YearMonth, IssuedInvoice> holding = new TreeMap<>();
  private final Map<YearMonth, InvoiceId> newest = new TreeMap<>();
  private final Map<InvoiceId, InvoiceState> states = new LinkedHashMap<>();
  private final Map<String, String> refused = new LinkedHashMap<>();

  private InvoiceHistory() {}

  /**
   * Of one tenant.
   *
   * @param records one of a key at most
   */
  public static InvoiceHistory of(Collection<? extends InvoiceRecord> records) {
    InvoiceHistory history = new InvoiceHistory();
    List<InvoiceRecord> ordered = new ArrayList<>(records);
    ordered.sort(ORDER);
    ordered.forEach(history::take);
    return history;
  }

  private void take(InvoiceRecord record) {
    Optional<String> why =
        record instanceof IssuedInvoice invoice ? whyNotFinal(invoice) : whyNotVoid(record.id());
    why.ifPresent(reason -> refused.put(record.key(), reason));
    if (record instanceof IssuedInvoice invoice) {
      take(invoice, why.isEmpty());
    } else if (record instanceof InvoiceVoid voided && why.isEmpty()) {
      states.put(voided.id(), InvoiceState.voided(voided));
      holding.remove(voided.id().month());
    }
  }

  private void take(IssuedInvoice invoice, boolean holds) {
    InvoiceId id = invoice.id();
    states.put(id, holds ? InvoiceState.held(id) : InvoiceState.refused(id));
    if (holds) {
      holding.put(id.month(), invoice);
      newest.put(id.month(), id);
    }
  }

  /** The invoices that hold, by month. */
  public SortedMap<YearMonth, IssuedInvoice> holding() {
    return Collections.unmodifiableSortedMap(holding);
  }

  /** What became of each invoice. */
  public Map<InvoiceId, InvoiceState> states() {
    return Collections.unmodifiableMap(states);
  }

  /** Why records were refused, by their keys. */
  public Map<String, String> refused() {
    return Collections.unmodifiableMap(refused);
  }

  /** The newest invoice of a month that holds or held. */
  public Optional<InvoiceId> newest(YearMonth month) {
    return Optional.ofNullable(newest.get(month));
  }

  /** That of the invoice by which the month would be finalised the next time. */
  public InvoiceId next(String tenantId, YearMonth month) {
    return newest(month).map(InvoiceId::next).orElseGet(() -> InvoiceId.first(tenantId, month));
  }

  /** Why an invoice can't be final as things are; empty if it can. */
  public Optional<String> whyNotFinal(IssuedInvoice invoice) {
    InvoiceId id = invoice.id();
    IssuedInvoice known = holding.get(id.month());
    if (known != null) {
      return Optional.of(known.id() + " was finalised before and is not void");
    }
    InvoiceId next = next(id.tenantId(), id.month());
    if (!next.equals(id)) {
      return Optional.of("the next invoice of " + id.month() + " is " + next);
    }
    return invoice.adjustments().stream()
        .map(IssuedInvoice.Adjustment::corrects)
        .filter(corrected -> !holds(corrected))
        .findFirst()
        .map(corrected -> id + " corrects " + corrected + ", which is not final");
  }

  private boolean holds(InvoiceId id) {
    IssuedInvoice known = holding.get(id.month());
    return known != null && known.id().equals(id);
  }

  /** Why an invoice can't be made void as things are; empty if it can. */
  public Optional<String> whyNotVoid(InvoiceId id) {
    if (!holds(id)) {
      return Optional.of(id + " is no invoice that was finalised and is not void");
    }
    List<IssuedInvoice> all = List.copyOf(holding.values());
    InvoiceId last = all.get(all.size() - 1).id();
    return last.equals(id)
        ? Optional.empty()
        : Optional.of(
            "%s is of a later month and builds on %s: it must be made void first"
                .formatted(last, id));
  }
}
