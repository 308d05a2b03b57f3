package dev.headroom.pricing;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What identifies an invoice to people: {@code TENANT-YYYY-MM}, and {@code TENANT-YYYY-MM-2},
 * {@code -3} and so on when a month is finalised again after its invoice was made void.
 *
 * @param number 1 for the first invoice of the tenant's month
 */
public record InvoiceId(String tenantId, YearMonth month, int number) {
  private static final Pattern TEXT =
      Pattern.compile("(.+)-([0-9]{4}-[0-9]{2})(?:-([1-9][0-9]{0,8}))?");

  public InvoiceId {
    if (number < 1) {
      throw new IllegalArgumentException("an invoice is numbered from 1 on: " + number);
    }
  }

  public static InvoiceId first(String tenantId, YearMonth month) {
    return new InvoiceId(tenantId, month, 1);
  }

  /** That of the next invoice of the month. */
  public InvoiceId next() {
    return new InvoiceId(tenantId, month, number + 1);
  }

  /** Empty if it is not the id of an invoice. */
  public static Optional<InvoiceId> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      String number = parts.group(3) == null ? "1" : parts.group(3);
      InvoiceId id =
          new InvoiceId(parts.group(1), YearMonth.parse(parts.group(2)), Integer.parseInt(number));
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What begins the keys of its records in {@code usage.invoices}. */
  String key() {
    return tenantId + "|" + month + (number == 1 ? "" : "|" + number);
  }

  @Override
  public String toString() {
    return tenantId + "-" + month + (number == 1 ? "" : "-" + number);
  }
}
