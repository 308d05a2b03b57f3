package dev.headroom.pricing;

import java.time.Instant;

/**
 * That a finalised invoice doesn't hold any more. The invoice stays as it is, and its month is open
 * again.
 *
 * @param id of the invoice
 * @param reason for people; not empty
 */
public record InvoiceVoid(InvoiceId id, Instant voidedAt, String reason) implements InvoiceRecord {
  /** What the keys of these records end with. */
  static final String SUFFIX = "|void";

  @Override
  public Instant at() {
    return voidedAt;
  }

  @Override
  public String key() {
    return id.key() + SUFFIX;
  }

  @Override
  public String json() {
    return InvoiceVoidDocument.write(this);
  }
}
