package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.rows.ChargeRow;
import dev.headroom.aggregation.rows.InvoiceRow;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.aggregation.rows.TableRow;
import dev.headroom.aggregation.totals.FlushTimer;
import dev.headroom.pricing.Adjustments;
import dev.headroom.pricing.BillingPeriod;
import dev.headroom.pricing.Commitments;
import dev.headroom.pricing.InvoiceDocument;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.IssuedInvoice;
import dev.headroom.pricing.SubscriptionTotal;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.Tenants;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final PriceFiles files;
  private transient Tenants tenants;
  private transient MapState<BillKey, RatedBill> rated;
  private transient MapState<BillKey, FinalInvoice> issued;
  private transient MapState<EntryKey, ChargeAmount> sent;
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
    issued =
        runtime.getMapState(new MapStateDescriptor<>("invoices", BillKey.TYPE, FinalInvoice.TYPE));
    sent =
        runtime.getMapState(
            new MapStateDescriptor<>("sent-adjustments", EntryKey.TYPE, ChargeAmount.TYPE));
    head = runtime.getState(new ValueStateDescriptor<>("adjustments", BillHead.TYPE));
  }

  @Override
  public void processElement1(RatedBill bill, Context context, Collector<TableRow> out)
      throws Exception {
    rated.put(BillKey.of(bill.tenant(), bill.month()), bill);
    if (!issued.isEmpty() || !bill.committed().isEmpty()) {
      adjust(context, out);
    }
  }

  /** The first invoice of a month is the invoice. */
  @Override
  public void processElement2(FinalInvoice told, Context context, Collector<TableRow> out)
      throws Exception {
    BillKey month = BillKey.of(told.tenant(), told.invoice().month());
    FinalInvoice known = issued.get(month);
    if (known == null) {
      issued.put(month, told);
      InvoiceRow.of(told.invoice()).forEach(out::collect);
      adjust(context, out);
    } else if (!known.invoice().equals(told.invoice())) {
      context.output(QuarantineRow.OUTPUT, refused(told));
    }
  }

  private static TableRow refused(FinalInvoice told) {
    byte[] value = InvoiceDocument.write(told.invoice()).getBytes(StandardCharsets.UTF_8);
    return QuarantineRow.of(
        told.place(),
        0,
        told.tenant(),
        "bad-invoice",
        "",
        0,
        told.invoice().id() + " was finalised before, with another content, which stays",
        value,
        0,
        value.length);
  }

  private void adjust(Context context, Collector<TableRow> out) throws Exception {
    Map<EntryKey, ChargeAmount> now = entries(tenant(context.getCurrentKey().tenant()));
    Map<EntryKey, ChargeAmount> changes = new LinkedHashMap<>(now);
    for (Map.Entry<EntryKey, ChargeAmount> entry : sent.entries()) {
      ChargeAmount before = entry.getValue();
      ChargeAmount after = now.getOrDefault(entry.getKey(), before.vanished());
      if (after.isSame(before)) {
        changes.remove(entry.getKey());
      } else {
        changes.put(entry.getKey(), after);
      }
    }
    if (changes.isEmpty()) {
      return;
    }
    BillHead before = head.value() == null ? BillHead.EMPTY : head.value();
    long revision = FlushTimer.nextRevision(before.revision(), context.timerService());
    head.update(new BillHead(0, BillHead.RATED, revision));
    String tenant = context.getCurrentKey().tenant();
    ZoneId zone = tenant(tenant).timeZone();
    for (Map.Entry<EntryKey, ChargeAmount> entry : changes.entrySet()) {
      EntryKey key = entry.getKey();
      sent.put(key, entry.getValue());
      out.collect(
          ChargeRow.correction(
              tenant,
              BillingPeriod.of(key.month(), zone),
              key.charge(),
              entry.getValue(),
              key.isCorrection() ? IssuedInvoice.id(tenant, key.corrected()) : "",
              revision));
    }
  }

  private Tenant tenant(String id) {
    return tenants.find(id).orElseGet(() -> new Tenant(id, id, List.of()));
  }

  private Map<EntryKey, ChargeAmount> entries(Tenant tenant) throws Exception {
    Map<YearMonth, List<InvoiceLine>> lines = new HashMap<>();
    Map<YearMonth, List<SubscriptionTotal>> committed = new HashMap<>();
    for (RatedBill bill : rated.values()) {
      lines.put(bill.month(), bill.lines());
      committed.put(bill.month(), bill.committed());
    }
    Map<YearMonth, IssuedInvoice> invoices = new HashMap<>();
    for (FinalInvoice known : issued.values()) {
      invoices.put(known.invoice().month(), known.invoice());
    }
    List<Adjustments.Entry> all = new ArrayList<>(Adjustments.of(lines, invoices));
    all.addAll(Commitments.of(tenant, committed, invoices, all));
    Map<EntryKey, ChargeAmount> entries = new LinkedHashMap<>();
    for (Adjustments.Entry entry : all) {
      EntryKey key = EntryKey.of(entry, tenant.timeZone());
      entries.merge(key, ChargeAmount.of(entry), ChargeAmount::plus);
    }
    return entries;
  }
}
