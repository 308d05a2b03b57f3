package dev.headroom.pricing;

import java.util.Optional;

/**
 * What became of an invoice.
 *
 * @param voided if it is void
 */
public record InvoiceState(InvoiceId id, Kind kind, Optional<InvoiceVoid> voided) {

  /** Whether it holds. */
  public enum Kind {
    /** It holds: the charges of its month are what it says. */
    FINAL,
    /** It held, and was made void. */
    VOID,
    /** It never held, see {@link InvoiceHistory#refused()}. */
    REFUSED
  }

  static InvoiceState refused(InvoiceId id) {
    return new InvoiceState(id, Kind.REFUSED, Optional.empty());
  }

  static InvoiceState held(InvoiceId id) {
    return new InvoiceState(id, Kind.FINAL, Optional.empty());
  }

  static InvoiceState voided(InvoiceVoid voided) {
    return new InvoiceState(voided.id(), Kind.VOID, Optional.of(voided));
  }

  /** Whether it is that of an invoice which holds or held. */
  public boolean isThatOf(IssuedInvoice invoice) {
    return kind != Kind.REFUSED && id.equals(invoice.id());
  }
}
