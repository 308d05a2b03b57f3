package dev.headroom.pricing;

import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.time.Instant;
import java.util.List;

/** A record of the topic {@code usage.invoices}. The first one of a key holds. */
public sealed interface InvoiceRecord permits IssuedInvoice, InvoiceVoid {
  /** The invoice that it is, or is about. */
  InvoiceId id();

  /** When it was made, on the clock of who made it; see {@link InvoiceHistory}. */
  Instant at();

  /** Of its record. */
  String key();

  /** Its value: one JSON object. */
  String json();

  /**
   * Reads a record.
   *
   * @throws InvalidInputException with everything that is wrong with it
   */
  static InvoiceRecord read(String key, String value) {
    InvoiceRecord record =
        key.endsWith(InvoiceVoid.SUFFIX)
            ? InvoiceVoidDocument.read("value", value)
            : InvoiceDocument.read("value", value);
    if (!record.key().equals(key)) {
      throw new InvalidInputException(
          List.of(new Problem("key", 1, 1, "expected '" + record.key() + "', as the value says")));
    }
    return record;
  }
}
