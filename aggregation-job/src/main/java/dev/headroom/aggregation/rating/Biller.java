package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.rows.ChargeRow;
import dev.headroom.aggregation.rows.TableRow;
import dev.headroom.aggregation.totals.FlushTimer;
import dev.headroom.aggregation.totals.UsageKey;
import dev.headroom.aggregation.totals.UsageTotal;
import dev.headroom.pricing.Charge;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps a bill's usage and rates the whole of it again when it changed. What is sent are the
 * charges that differ from those sent before, so that the charges shown always add up to the
 * invoice that would be issued now.
 *
 * <p>Rating takes time in proportion to the rows of a bill, so a long bill is rated less often.
 */
public final class Biller extends KeyedProcessFunction<BillKey, UsageTotal, TableRow> {
  private static final long serialVersionUID = 1L;

  /** For every so many rows, a bill waits one flush interval more. */
  private static final int ROWS_PER_INTERVAL = 500;

  private final PriceFiles files;
  private final FlushTimer flush;
  private transient PriceFiles.Prices prices;
  private transient ValueState<BillHead> head;
  private transient MapState<UsageKey, BilledUsage> usage;
  private transient MapState<ChargeKey, ChargeAmount> sent;

  public Biller(PriceFiles files, FlushTimer flush) {
    this.files = files;
    this.flush = flush;
  }

  @Override
  @Initializer
  public void open(OpenContext context) {
    prices = files.parse();
    head = getRuntimeContext().getState(new ValueStateDescriptor<>("bill", BillHead.TYPE));
    usage =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("billed-usage", UsageKey.TYPE, BilledUsage.TYPE));
    sent =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("sent-charges", ChargeKey.TYPE, ChargeAmount.TYPE));
  }

  @Override
  public void processElement(UsageTotal total, Context context, Collector<TableRow> out)
      throws Exception {
    BillHead before = known();
    boolean isNew = usage.get(total.key()) == null;
    usage.put(total.key(), new BilledUsage(total.quantity(), total.unit()));
    int rows = before.rows() + (isNew ? 1 : 0);
    long due = before.dueMillis();
    if (due == BillHead.RATED) {
      due = flush.setAfter(1 + rows / ROWS_PER_INTERVAL, context.timerService());
    }
    head.update(new BillHead(rows, due, before.revision()));
  }

  private BillHead known() throws Exception {
    BillHead known = head.value();
    return known == null ? BillHead.EMPTY : known;
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<TableRow> out) throws Exception {
    BillHead before = known();
    long revision = FlushTimer.nextRevision(before.revision(), context.timerService());
    head.update(new BillHead(before.rows(), BillHead.RATED, revision));
    BillKey bill = context.getCurrentKey();
    Invoice invoice = rate(bill);
    Map<ChargeKey, ChargeAmount> now = charges(invoice);
    for (Map.Entry<ChargeKey, ChargeAmount> entry : changes(now).entrySet()) {
      sent.put(entry.getKey(), entry.getValue());
      out.collect(ChargeRow.of(bill, entry.getKey(), entry.getValue(), revision));
    }
    context.output(
        RatedBill.OUTPUT, new RatedBill(bill.tenant(), bill.yearMonth(), invoice.lines()));
  }

  private Invoice rate(BillKey bill) throws Exception {
    Tenant tenant =
        prices
            .tenants()
            .find(bill.tenant())
            .orElseGet(() -> new Tenant(bill.tenant(), bill.tenant(), List.of()));
    List<UsageQuantity> rows = new ArrayList<>();
    for (Map.Entry<UsageKey, BilledUsage> entry : usage.entries()) {
      rows.add(UsageLine.of(entry.getKey(), entry.getValue()));
    }
    return Invoice.of(prices.books(), tenant, bill.yearMonth(), rows);
  }

  private static Map<ChargeKey, ChargeAmount> charges(Invoice invoice) {
    Map<ChargeKey, ChargeAmount> charges = new LinkedHashMap<>();
    for (Charge charge : invoice.charges()) {
      charges.put(ChargeKey.of(charge), ChargeAmount.of(charge));
    }
    return charges;
  }

  private Map<ChargeKey, ChargeAmount> changes(Map<ChargeKey, ChargeAmount> now) throws Exception {
    Map<ChargeKey, ChargeAmount> changes = new LinkedHashMap<>(now);
    for (Map.Entry<ChargeKey, ChargeAmount> entry : sent.entries()) {
      ChargeAmount before = entry.getValue();
      ChargeAmount after = now.getOrDefault(entry.getKey(), before.vanished());
      if (after.isSame(before)) {
        changes.remove(entry.getKey());
      } else {
        changes.put(entry.getKey(), after);
      }
    }
    return changes;
  }
}
