package dev.headroom.aggregation.focus;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds rows against {@link FocusColumn} and {@link FocusRule}, and says what is wrong. */
final class FocusCheck {
  private static final String CUSTOM = "x_";
  private static final List<FocusColumn> COLUMNS = FocusColumn.all();
  private static final Map<String, FocusColumn> BY_NAME =
      COLUMNS.stream().collect(Collectors.toMap(FocusColumn::name, Function.identity()));

  private final List<FocusRow> rows;
  private final List<String> complaints = new ArrayList<>();

  private FocusCheck(List<FocusRow> rows) {
    this.rows = rows;
  }

  /**
   * Every complaint; none if the rows are as FOCUS asks.
   *
   * @param payable of every invoice that was issued, by {@code INVOICE CURRENCY}
   */
  static List<String> complaints(List<FocusRow> rows, Map<String, BigDecimal> payable) {
    FocusCheck check = new FocusCheck(rows);
    if (rows.isEmpty()) {
      return List.of("there are no rows");
    }
    check.columns(List.copyOf(rows.get(0).cells().keySet()));
    if (check.complaints.isEmpty()) {
      rows.forEach(check::row);
    }
    if (check.complaints.isEmpty()) {
      check.one("SkuPriceId", "SkuId");
      check.one("SkuPriceId", "PricingUnit");
      check.one("ServiceName", "ServiceCategory");
      check.sums(payable);
    }
    return check.complaints;
  }

  private void columns(List<String> names) {
    for (FocusColumn column : COLUMNS) {
      if (!names.contains(column.name())
          && (column.level().equals("Mandatory") || column.isOurs())) {
        complaints.add(column.name() + " is missing");
      }
    }
    for (String name : names) {
      if (!BY_NAME.containsKey(name) && !name.startsWith(CUSTOM)) {
        complaints.add(name + " is no column of FOCUS");
      }
    }
    List<String> focus = names.stream().filter(name -> !name.startsWith(CUSTOM)).sorted().toList();
    List<String> custom = names.stream().filter(name -> name.startsWith(CUSTOM)).sorted().toList();
    List<String> sorted = new ArrayList<>(focus);
    sorted.addAll(custom);
    if (!names.equals(sorted)) {
      complaints.add("the columns are not in the order of their names, custom ones last");
    }
  }

  private void row(FocusRow row) {
    for (FocusColumn column : COLUMNS) {
      String complaint =
          row.cells().containsKey(column.name()) ? column.complaint(row.get(column.name())) : null;
      if (complaint != null) {
        complaints.add(column.name() + " " + complaint);
      }
    }
    if (complaints.isEmpty()) {
      FocusRule.ALL.stream()
          .filter(rule -> rule.isBroken(row))
          .forEach(rule -> complaints.add("broken: " + rule.sentence() + ": " + row.cells()));
    }
  }

  private void one(String column, String of) {
    Map<String, @Nullable String> known = new HashMap<>();
    for (FocusRow row : rows) {
      if (row.has(column)
          && !row.text(of).equals(known.merge(row.text(column), row.text(of), (a, b) -> a))) {
        complaints.add(column + " " + row.text(column) + " has more than one " + of);
      }
    }
  }

  private void sums(Map<String, BigDecimal> payable) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (FocusRow row : rows) {
      if (row.has("InvoiceId")) {
        sums.merge(
            row.text("InvoiceId") + " " + row.text("BillingCurrency"),
            row.decimal("BilledCost"),
            BigDecimal::add);
      }
    }
    sums.replaceAll((invoice, sum) -> sum.stripTrailingZeros());
    Map<String, BigDecimal> expected = new TreeMap<>(payable);
    expected.replaceAll((invoice, sum) -> sum.stripTrailingZeros());
    if (!sums.equals(expected)) {
      complaints.add("BilledCost comes to " + sums + ", the invoices to " + expected);
    }
  }
}
