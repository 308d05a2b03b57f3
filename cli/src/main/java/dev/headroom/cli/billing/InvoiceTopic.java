package dev.headroom.cli.billing;

import dev.headroom.pricing.InvoiceHistory;
import dev.headroom.pricing.InvoiceRecord;
import dev.headroom.usage.yaml.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The compacted topic of finalised invoices, and of what makes them void. The first record of a key
 * that isn't refused holds.
 */
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

  /**
   * What the topic has of a tenant.
   *
   * @param byKey the record of each key that holds, or else one that was refused
   */
  public record TenantRecords(Map<String, InvoiceRecord> byKey, InvoiceHistory history) {
    private static TenantRecords of(Map<String, InvoiceRecord> byKey) {
      return new TenantRecords(byKey, InvoiceHistory.of(byKey.values()));
    }

    /** The time of a new record: now, but after all others, whoever's clock was fast. */
    public Instant after(Instant now) {
      return byKey.values().stream()
          .map(record -> record.at().plus(Duration.ofMillis(1)))
          .reduce(now, (a, b) -> a.isAfter(b) ? a : b)
          .truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** A tenant's records. What is none is left out, as the job does, which sets it aside. */
  public TenantRecords records(String tenant) {
    return records(entry -> entry.key().startsWith(tenant + "|"))
        .getOrDefault(tenant, TenantRecords.of(Map.of()));
  }

  /** Everybody's, by tenant. */
  public SortedMap<String, TenantRecords> records() {
    return records(entry -> true);
  }

  private SortedMap<String, TenantRecords> records(Predicate<Topic.Entry> which) {
    SortedMap<String, Map<String, InvoiceRecord>> known = new TreeMap<>();
    topic.read(
        entry -> {
          if (which.test(entry)) {
            read(entry)
                .ifPresent(
                    record ->
                        take(
                            record,
                            known.computeIfAbsent(
                                record.id().tenantId(), tenant -> new LinkedHashMap<>())));
          }
          return true;
        });
    SortedMap<String, TenantRecords> records = new TreeMap<>();
    known.forEach((tenant, byKey) -> records.put(tenant, TenantRecords.of(byKey)));
    return records;
  }

  private static void take(InvoiceRecord record, Map<String, InvoiceRecord> known) {
    if (!known.containsKey(record.key())
        || InvoiceHistory.of(known.values()).refused().containsKey(record.key())) {
      known.put(record.key(), record);
    }
  }

  private static Optional<InvoiceRecord> read(Topic.Entry entry) {
    try {
      return Optional.of(InvoiceRecord.read(entry.key(), entry.value()));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  /**
   * Publishes a record, unless somebody else did since {@link #records}. Then theirs holds, and is
   * published once more, so that compaction keeps it.
   *
   * @return the tenant's records after that
   */
  public TenantRecords publish(InvoiceRecord record) {
    topic.send(record.key(), record.json());
    TenantRecords records = records(record.id().tenantId());
    InvoiceRecord first = records.byKey().getOrDefault(record.key(), record);
    if (!first.json().equals(record.json())) {
      topic.send(first.key(), first.json());
    }
    return records;
  }

  @Override
  public void close() {
    topic.close();
  }
}
