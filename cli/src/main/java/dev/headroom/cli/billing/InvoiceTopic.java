package dev.headroom.cli.billing;

import dev.headroom.cli.CommandException;
import dev.headroom.pricing.InvoiceDocument;
import dev.headroom.pricing.IssuedInvoice;
import dev.headroom.usage.yaml.InvalidInputException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The compacted topic of finalised invoices. The first record of a key is the invoice. */
public final class InvoiceTopic implements AutoCloseable {
  private final Topic topic;

  private InvoiceTopic(Topic topic) {
    this.topic = topic;
  }

  /**
   * Connects.
   *
   * @param properties of the clients, with {@code bootstrap.servers}
   */
  public static InvoiceTopic open(Properties properties, String name) {
    return new InvoiceTopic(Topic.open(properties, name));
  }

  /** The invoice of a tenant's month, if it was finalised. */
  public Optional<IssuedInvoice> find(String tenant, YearMonth month) {
    String key = InvoiceDocument.key(tenant, month);
    List<Topic.Entry> found = new ArrayList<>();
    topic.read(
        entry -> {
          if (entry.key().equals(key)) {
            found.add(entry);
          }
          return found.isEmpty();
        });
    return found.stream().map(InvoiceTopic::invoice).findFirst();
  }

  private static IssuedInvoice invoice(Topic.Entry entry) {
    try {
      return InvoiceDocument.read(entry.place(), entry.value());
    } catch (InvalidInputException e) {
      throw CommandException.failed(entry.place() + " is no invoice: " + e.getMessage(), e);
    }
  }

  /**
   * Publishes an invoice, unless somebody else did since {@link #find}. Then theirs holds, and is
   * published once more, so that compaction keeps it.
   *
   * @return the invoice that holds
   */
  public IssuedInvoice publish(IssuedInvoice invoice) {
    send(invoice);
    IssuedInvoice first = find(invoice.tenantId(), invoice.month()).orElse(invoice);
    if (!InvoiceDocument.write(first).equals(InvoiceDocument.write(invoice))) {
      send(first);
    }
    return first;
  }

  private void send(IssuedInvoice invoice) {
    topic.send(
        InvoiceDocument.key(invoice.tenantId(), invoice.month()), InvoiceDocument.write(invoice));
  }

  @Override
  public void close() {
    topic.close();
  }
}
