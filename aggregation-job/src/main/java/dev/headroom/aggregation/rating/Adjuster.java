package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.rows.ChargeRow;
import dev.headroom.aggregation.rows.InvoiceRow;
import dev.headroom.aggregation.rows.InvoiceStateRow;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.aggregation.rows.TableRow;
import dev.headroom.aggregation.totals.FlushTimer;
import dev.headroom.pricing.Adjustments;
import dev.headroom.pricing.BillingPeriod;
import dev.headroom.pricing.Commitments;
import dev.headroom.pricing.InvoiceHistory;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.InvoiceState;
import dev.headroom.pricing.IssuedInvoice;
import dev.headroom.pricing.SubscriptionTotal;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.Tenants;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps what a tenant's months come to beside the invoices that were finalised, and charges the
 * differences ({@link Adjustments}), and what was promised for all of them ({@link Commitments}).
 * It answers at once, without a timer, so that the entry leaves with the same checkpoint as the
 * charges it makes up for: nobody sees one without the other.
 */
public final class Adjuster
    extends KeyedCoProcessFunction<TenantKey, RatedBill, FinalInvoice, TableRow> {
  private static final long serialVersionUID = 1L;
  private static final String KNOWN = "there is another record of this key, which stays";

  private final PriceFiles files;
  private transient Tenants tenants;
  private transient MapState<BillKey, RatedBill> rated;
  private transient InvoiceStates invoices;
  private transient SentCharges<EntryKey> sent;
  private transient ValueState<BillHead> head;

  /** The files say in which time zone a tenant's months are. */
  public Adjuster(PriceFiles files) {
    this.files = files;
  }

  @Override
  @Initializer
  public void open(OpenContext context) {
    tenants = files.parse().tenants();
    RuntimeContext runtime = getRuntimeContext();
    rated =
        runtime.getMapState(new MapStateDescriptor<>("rated-bills", BillKey.TYPE, RatedBill.TYPE));
    invoices = InvoiceStates.of(runtime);
    sent =
        new SentCharges<>(
            runtime.getMapState(
                new MapStateDescriptor<>("sent-adjustments", EntryKey.TYPE, ChargeAmount.TYPE)));
    head = runtime.getState(new ValueStateDescriptor<>("adjustments", BillHead.TYPE));
  }

  @Override
  public void processElement1(RatedBill bill, Context context, Collector<TableRow> out)
      throws Exception {
    rated.put(BillKey.of(bill.tenant(), bill.month()), bill);
    if (!invoices.isEmpty() || !sent.isEmpty() || isCommitted(bill.tenant())) {
      adjust(invoices.history().holding(), Set.of(), context, out);
    }
  }

  private boolean isCommitted(String tenant) {
    return tenant(tenant).subscriptions().stream().anyMatch(s -> s.commitment() != null);
  }

  /** The first record of a key that isn't refused holds. */
  @Override
  public void processElement2(FinalInvoice told, Context context, Collector<TableRow> out)
      throws Exception {
    FinalInvoice known = invoices.get(told.record());
    InvoiceHistory before = invoices.history();
    if (known != null && known.record().equals(told.record())) {
      return;
    }
    if (known != null && !before.refused().containsKey(told.record().key())) {
      context.output(QuarantineRow.OUTPUT, refused(told, KNOWN));
      return;
    }
    invoices.put(told);
    InvoiceHistory after = invoices.history();
    setAside(told, before, after, context);
    tell(before, after, nextRevision(context), out);
    adjust(after.holding(), changed(before, after), context, out);
  }

  /** Sets aside a record that is refused, and those that were not before it came. */
  private void setAside(
      FinalInvoice told, InvoiceHistory before, InvoiceHistory after, Context context)
      throws Exception {
    for (FinalInvoice known : invoices.all()) {
      String key = known.record().key();
      String why = after.refused().get(key);
      if (why != null && (known.equals(told) || !before.refused().containsKey(key))) {
        context.output(QuarantineRow.OUTPUT, refused(known, why));
      }
    }
  }

  /** Writes what became of invoices by a record. */
  private void tell(
      InvoiceHistory before, InvoiceHistory after, long revision, Collector<TableRow> out)
      throws Exception {
    Set<InvoiceState> states = new HashSet<>(after.states().values());
    states.removeAll(before.states().values());
    states.forEach(state -> out.collect(InvoiceStateRow.of(state, revision)));
    for (FinalInvoice known : invoices.all()) {
      if (known.record() instanceof IssuedInvoice invoice
          && states.stream().anyMatch(state -> state.isThatOf(invoice))) {
        InvoiceRow.of(invoice).forEach(out::collect);
      }
    }
  }

  /** The months of which another invoice holds than before, or none, or one. */
  private static Set<YearMonth> changed(InvoiceHistory before, InvoiceHistory after) {
    Set<YearMonth> changed = new HashSet<>(before.holding().keySet());
    changed.addAll(after.holding().keySet());
    changed.removeIf(
        month -> Objects.equals(before.holding().get(month), after.holding().get(month)));
    return changed;
  }

  private static TableRow refused(FinalInvoice told, String why) {
    byte[] value = told.record().json().getBytes(StandardCharsets.UTF_8);
    return QuarantineRow.of(
        told.place(), 0, told.tenant(), "bad-invoice", "", 0, why, value, 0, value.length);
  }

  private long nextRevision(Context context) throws Exception {
    BillHead before = head.value() == null ? BillHead.EMPTY : head.value();
    long revision = FlushTimer.nextRevision(before.revision(), context.timerService());
    head.update(new BillHead(0, BillHead.RATED, revision));
    return revision;
  }

  /**
   * Sends what is charged otherwise than before.
   *
   * @param renamed months whose corrections name another invoice, or none any more
   */
  private void adjust(
      Map<YearMonth, IssuedInvoice> holding,
      Set<YearMonth> renamed,
      Context context,
      Collector<TableRow> out)
      throws Exception {
    Tenant tenant = tenant(context.getCurrentKey().tenant());
    Map<EntryKey, ChargeAmount> changes =
        sent.replace(entries(tenant, holding), key -> renamed.contains(key.corrected()));
    if (changes.isEmpty()) {
      return;
    }
    long revision = nextRevision(context);
    for (Map.Entry<EntryKey, ChargeAmount> entry : changes.entrySet()) {
      EntryKey key = entry.getKey();
      out.collect(
          ChargeRow.correction(
              tenant.id(),
              BillingPeriod.of(key.month(), tenant.timeZone()),
              key.charge(),
              entry.getValue(),
              corrected(key, holding),
              revision));
    }
  }

  /**
   * The invoice that an entry corrects; none if it was made void, and the entry came to nothing.
   */
  private static String corrected(EntryKey key, Map<YearMonth, IssuedInvoice> holding) {
    IssuedInvoice invoice = key.isCorrection() ? holding.get(key.corrected()) : null;
    return invoice == null ? "" : invoice.id().toString();
  }

  private Tenant tenant(String id) {
    return tenants.find(id).orElseGet(() -> new Tenant(id, id, List.of()));
  }

  private Map<EntryKey, ChargeAmount> entries(Tenant tenant, Map<YearMonth, IssuedInvoice> holding)
      throws Exception {
    Map<YearMonth, List<InvoiceLine>> lines = new HashMap<>();
    Map<YearMonth, List<SubscriptionTotal>> committed = new HashMap<>();
    for (RatedBill bill : rated.values()) {
      lines.put(bill.month(), bill.lines());
      committed.put(bill.month(), bill.committed());
    }
    List<Adjustments.Entry> all = new ArrayList<>(Adjustments.of(lines, holding));
    all.addAll(Commitments.of(tenant, committed, holding, all));
    Map<EntryKey, ChargeAmount> entries = new LinkedHashMap<>();
    for (Adjustments.Entry entry : all) {
      EntryKey key = EntryKey.of(entry, tenant.timeZone());
      entries.merge(key, ChargeAmount.of(entry), ChargeAmount::plus);
    }
    return entries;
  }
}
