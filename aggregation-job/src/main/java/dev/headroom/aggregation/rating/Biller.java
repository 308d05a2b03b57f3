package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.books.BookRecord;
import dev.headroom.aggregation.codec.Initializer;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.limits.LimitDecision;
import dev.headroom.aggregation.limits.LimitWatch;
import dev.headroom.aggregation.rows.BookRow;
import dev.headroom.aggregation.rows.ChargeRow;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.aggregation.rows.TableRow;
import dev.headroom.aggregation.totals.FlushTimer;
import dev.headroom.aggregation.totals.UsageKey;
import dev.headroom.aggregation.totals.UsageTotal;
import dev.headroom.pricing.BillingPeriod;
import dev.headroom.pricing.CarriedQuota;
import dev.headroom.pricing.Charge;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.LimitStatus;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.SimpleTimerService;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps a bill's usage and rates the whole of it again when it changed, or a book of its tenant
 * did. What is sent are the charges that differ from those sent before, so that the charges shown
 * always add up to the invoice that would be issued now.
 *
 * <p>Rating takes time in proportion to the rows of a bill, so a long bill is rated less often; and
 * a new book has all of its bills rated one after the other, not at once.
 *
 * <p>A tenant that uses nothing has a bill too, from the moment that the month has begun: it may
 * owe a fee, or what it promised to spend.
 *
 * <p>What the credit banks hold after a month, and what it used of a week that goes on, is handed
 * over to the bill of the next one, which is rated again if that changed; so a correction goes
 * through all the months that it concerns.
 *
 * <p>An operator and not a function, because a function cannot set timers for the bills that a
 * broadcast book concerns, or a month that begins.
 */
public final class Biller extends AbstractStreamOperator<TableRow>
    implements TwoInputStreamOperator<UsageTotal, RatingNews, TableRow>,
        Triggerable<BillKey, VoidNamespace> {
  private static final long serialVersionUID = 1L;

  /** For every so many rows, a bill waits one flush interval more. */
  private static final int ROWS_PER_INTERVAL = 500;

  /** So many bills are rated again by a new book in one flush interval, by each subtask. */
  private static final int BILLS_PER_INTERVAL = 100;

  private static final ValueStateDescriptor<BillHead> HEAD =
      new ValueStateDescriptor<>("bill", BillHead.TYPE);

  private final PriceFiles files;
  private final FlushTimer flush;
  private transient BooksInForce books;
  private transient BegunBills begun;
  private transient TimerService timers;
  private transient ValueState<BillHead> head;
  private transient MapState<UsageKey, BilledUsage> usage;
  private transient ValueState<CarriedOver> carried;
  private transient SentCharges<ChargeKey> sent;
  private transient LimitWatch limits;

  public Biller(PriceFiles files, FlushTimer flush) {
    this.files = files;
    this.flush = flush;
  }

  @Override
  @Initializer
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    books = BooksInForce.restore(files, context.getOperatorStateStore());
    begun = BegunBills.restore(context.getOperatorStateStore());
  }

  @Override
  @Initializer
  public void open() throws Exception {
    super.open();
    timers =
        new SimpleTimerService(
            getInternalTimerService("rating", VoidNamespaceSerializer.INSTANCE, this));
    head = getPartitionedState(HEAD);
    usage =
        getPartitionedState(
            new MapStateDescriptor<>("billed-usage", UsageKey.TYPE, BilledUsage.TYPE));
    carried = getPartitionedState(new ValueStateDescriptor<>("carried-over", CarriedOver.TYPE));
    sent =
        new SentCharges<>(
            getPartitionedState(
                new MapStateDescriptor<>("sent-charges", ChargeKey.TYPE, ChargeAmount.TYPE)));
    limits = new LimitWatch(getPartitionedState(LimitWatch.MARKS));
    // The tenants file may have changed since the months began.
    begin(begun.all(books.tenants()));
    if (books.isOfChangedFiles()) {
      rateAgain(bill -> true);
    }
  }

  @Override
  public void processElement1(StreamRecord<UsageTotal> element) throws Exception {
    UsageTotal total = element.getValue();
    BillHead before = known();
    boolean isNew = usage.get(total.key()) == null;
    usage.put(total.key(), new BilledUsage(total.quantity(), total.unit()));
    int rows = before.rows() + (isNew ? 1 : 0);
    long due = before.dueMillis();
    int wait = 1 + rows / ROWS_PER_INTERVAL;
    // A bill that waits for its turn under a new book does not wait so long once it is used.
    if (due == BillHead.RATED || due > flush.endAfter(wait, timers.currentProcessingTime())) {
      due = flush.setAfter(wait, timers);
    }
    head.update(new BillHead(rows, due, before.revision()));
  }

  private BillHead known() throws Exception {
    BillHead known = head.value();
    return known == null ? BillHead.EMPTY : known;
  }

  /** Every subtask sees every book; the first one speaks for all. */
  @Override
  public void processElement2(StreamRecord<RatingNews> element) throws Exception {
    if (element.getValue() instanceof RatingNews.UsedOn used) {
      begin(begun.begin(used.day(), books.tenants()));
    } else if (element.getValue() instanceof RatingNews.Published published) {
      offer(published.book());
    }
  }

  /** Each bill is one subtask's. */
  private void begin(List<BillKey> bills) throws Exception {
    int own = 0;
    for (BillKey bill : bills) {
      if (isOwn(bill)) {
        setCurrentKey(bill);
        if (head.value() == null) {
          long due = flush.setAfter(1 + own / BILLS_PER_INTERVAL, timers);
          own++;
          head.update(new BillHead(0, due, BillHead.EMPTY.revision()));
        }
      }
    }
  }

  private boolean isOwn(BillKey bill) {
    TaskInfo task = getRuntimeContext().getTaskInfo();
    return task.getIndexOfThisSubtask()
        == KeyGroupRangeAssignment.assignKeyToParallelOperator(
            bill, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
  }

  private void offer(BookRecord record) throws Exception {
    BooksInForce.Outcome outcome = books.offer(record);
    if (outcome.accepted()) {
      rateAgain(bill -> books.isBilledBy(bill, record.book().id()));
    }
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() != 0) {
      return;
    }
    if (outcome.accepted()) {
      output.collect(new StreamRecord<>(BookRow.of(record)));
    } else if (!outcome.problem().isEmpty()) {
      output.collect(
          QuarantineRow.OUTPUT, new StreamRecord<>(BooksInForce.refused(record, outcome)));
    }
  }

  private void rateAgain(Predicate<BillKey> which) throws Exception {
    int[] bills = {0};
    this.<BillKey>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            HEAD,
            (bill, state) -> {
              BillHead before = state.value();
              if (before.dueMillis() == BillHead.RATED && which.test(bill)) {
                long due = flush.setAfter(1 + bills[0] / BILLS_PER_INTERVAL, timers);
                bills[0]++;
                state.update(new BillHead(before.rows(), due, before.revision()));
              }
            });
  }

  @Override
  public void onEventTime(InternalTimer<BillKey, VoidNamespace> timer) {
    // there are none: no event time passes in this job
  }

  @Override
  public void onProcessingTime(InternalTimer<BillKey, VoidNamespace> timer) throws Exception {
    BillHead before = known();
    if (before.dueMillis() != timer.getTimestamp()) {
      return;
    }
    long revision = FlushTimer.nextRevision(before.revision(), timers);
    head.update(new BillHead(before.rows(), BillHead.RATED, revision));
    BillKey bill = timer.getKey();
    Tenant tenant = books.tenant(bill.tenant());
    BillingPeriod period = BillingPeriod.of(bill.yearMonth(), tenant.timeZone());
    List<UsageQuantity> rows = rows();
    CarriedOver begin = carriedOver();
    Invoice invoice = Invoice.of(books.byId(), tenant, bill.yearMonth(), begin.banks(), rows);
    Map<ChargeKey, ChargeAmount> now = charges(invoice);
    for (Map.Entry<ChargeKey, ChargeAmount> entry : sent.replace(now, key -> false).entrySet()) {
      output.collect(
          new StreamRecord<>(
              ChargeRow.of(bill.tenant(), period, entry.getKey(), entry.getValue(), revision)));
    }
    output.collect(
        RatedBill.OUTPUT,
        new StreamRecord<>(
            new RatedBill(bill.tenant(), bill.yearMonth(), invoice.lines(), invoice.committed())));
    for (LimitDecision decision : limits.look(tenant, invoice, begin.quotas(), rows)) {
      output.collect(LimitDecision.OUTPUT, new StreamRecord<>(decision));
    }
    List<CarriedQuota> quotas = LimitStatus.carriedOver(tenant, bill.yearMonth(), rows);
    handOver(new CarriedOver(invoice.banks(), quotas), bill.next());
  }

  private CarriedOver carriedOver() throws Exception {
    CarriedOver before = carried.value();
    return before == null ? CarriedOver.NOTHING : before;
  }

  /** The next month may have no bill yet; it finds it when it has. */
  private void handOver(CarriedOver now, BillKey next) throws Exception {
    setCurrentKey(next);
    if (carriedOver().equals(now)) {
      return;
    }
    if (now.equals(CarriedOver.NOTHING)) {
      carried.clear();
    } else {
      carried.update(now);
    }
    BillHead before = head.value();
    if (before != null && before.dueMillis() == BillHead.RATED) {
      head.update(new BillHead(before.rows(), flush.setAfter(1, timers), before.revision()));
    }
  }

  private List<UsageQuantity> rows() throws Exception {
    List<UsageQuantity> rows = new ArrayList<>();
    for (Map.Entry<UsageKey, BilledUsage> entry : usage.entries()) {
      rows.add(UsageLine.of(entry.getKey(), entry.getValue()));
    }
    return rows;
  }

  private static Map<ChargeKey, ChargeAmount> charges(Invoice invoice) {
    Map<ChargeKey, ChargeAmount> charges = new LinkedHashMap<>();
    for (Charge charge : invoice.charges()) {
      charges.put(ChargeKey.of(charge), ChargeAmount.of(charge));
    }
    return charges;
  }
}
