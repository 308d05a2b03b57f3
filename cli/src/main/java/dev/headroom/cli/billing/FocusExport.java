package dev.headroom.cli.billing;

import dev.headroom.cli.store.Store;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the view {@code focus_1_4} for a tenant's charges. What a column holds is decided there
 * alone.
 *
 * @param period any if empty
 */
public record FocusExport(String tenant, Optional<YearMonth> period) {

  /** CSV with a heading: times in UTC, what is null as nothing between two commas. */
  public String csv(Store store) {
    Map<String, String> values = new HashMap<>(Map.of("tenant", tenant));
    String where = "BillingAccountId = {tenant:String}";
    if (period.isPresent()) {
      values.put("period", period.get().atDay(1).toString());
      where += " AND x_BillingPeriod = {period:Date}";
    }
    return store.text(
        "SELECT * FROM focus_1_4 WHERE "
            + where
            + " ORDER BY x_BillingPeriod, x_BookId, x_LineId, x_ChargeKind, ChargePeriodStart,"
            + " ChargePeriodEnd, SkuMeter, x_CorrectedInvoiceId, SkuPriceId, ChargeDescription"
            + " FORMAT CSVWithNames SETTINGS format_csv_null_representation = ''",
        values);
  }
}
