package dev.headroom.aggregation.rating;

import dev.headroom.pricing.InvoiceHistory;
import dev.headroom.pricing.InvoiceRecord;
import dev.headroom.pricing.IssuedInvoice;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The records of a tenant's invoices, in state: the first one of each key, those too that are
 * refused, since what makes one right may come later.
 */
final class InvoiceStates {
  /** The first invoice of each month. */
  private final MapState<BillKey, FinalInvoice> first;

  /** All others, by key: what is void, and what was finalised again. */
  private final MapState<String, FinalInvoice> others;

  private InvoiceStates(
      MapState<BillKey, FinalInvoice> first, MapState<String, FinalInvoice> others) {
    this.first = first;
    this.others = others;
  }

  static InvoiceStates of(RuntimeContext runtime) {
    return new InvoiceStates(
        runtime.getMapState(new MapStateDescriptor<>("invoices", BillKey.TYPE, FinalInvoice.TYPE)),
        runtime.getMapState(
            new MapStateDescriptor<>("later-invoices", Types.STRING, FinalInvoice.TYPE)));
  }

  boolean isEmpty() throws Exception {
    return first.isEmpty() && others.isEmpty();
  }

  /** The first record of a key. */
  @Nullable FinalInvoice get(InvoiceRecord record) throws Exception {
    return isFirst(record) ? first.get(month(record)) : others.get(record.key());
  }

  void put(FinalInvoice told) throws Exception {
    if (isFirst(told.record())) {
      first.put(month(told.record()), told);
    } else {
      others.put(told.record().key(), told);
    }
  }

  List<FinalInvoice> all() throws Exception {
    List<FinalInvoice> all = new ArrayList<>();
    first.values().forEach(all::add);
    others.values().forEach(all::add);
    return all;
  }

  /** What holds, by all of them. */
  InvoiceHistory history() throws Exception {
    return InvoiceHistory.of(all().stream().map(FinalInvoice::record).toList());
  }

  private static boolean isFirst(InvoiceRecord record) {
    return record instanceof IssuedInvoice invoice && invoice.id().number() == 1;
  }

  private static BillKey month(InvoiceRecord record) {
    return BillKey.of(record.id().tenantId(), record.id().month());
  }
}
