package dev.headroom.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.usage.meter.WindowLength;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a schema cannot say about tenants: books, terms and times that fit together. */
final class TenantsCheck {
  private static final List<String> TERMS = List.of("edition", "region", "cohort");

  private final YamlDocument document;
  private final Map<String, PriceBook> books;
  private final Map<String, String> meters;
  private final Map<String, WindowLength> windows;
  private final List<Problem> problems = new ArrayList<>();

  /** Of the tenant that is looked at. */
  private ZoneId zone = ZoneOffset.UTC;

  /**
   * @param books those there are, by id
   * @param meters unit of each known meter by its name
   * @param windows how long they are, likewise; of the others nothing is checked
   */
  TenantsCheck(
      YamlDocument document,
      Map<String, PriceBook> books,
      Map<String, String> meters,
      Map<String, WindowLength> windows) {
    this.document = document;
    this.books = books;
    this.meters = meters;
    this.windows = windows;
  }

  /** All of them, in the order of the file. */
  List<Problem> problems() {
    Set<String> ids = new HashSet<>();
    JsonNode tenants = document.json().path("tenants");
    for (int i = 0; i < tenants.size(); i++) {
      String at = "/tenants/" + i;
      String id = tenants.get(i).path("id").asText();
      if (!ids.add(id)) {
        add(at + "/id", "tenant '" + id + "' is given twice");
      }
      zone = zone(tenants.get(i), at);
      subscriptions(tenants.get(i).path("subscriptions"), at + "/subscriptions/");
    }
    problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    return problems;
  }

  private void subscriptions(JsonNode subscriptions, String at) {
    for (int i = 0; i < subscriptions.size(); i++) {
      JsonNode subscription = subscriptions.get(i);
      PriceBook book = books.get(subscription.path("book").asText());
      if (book == null) {
        String known = String.join(", ", new TreeSet<>(books.keySet()));
        add(
            at + i + "/book",
            "unknown price book '%s'; known books: %s"
                .formatted(subscription.path("book").asText(), known));
      } else {
        agreed(subscription, book, at + i);
      }
      limits(subscription.path("limits"), at + i + "/limits/");
      Instant from = time(subscription, "from", at + i);
      Instant to = time(subscription, "to", at + i);
      if (from != null && to != null && !from.isBefore(to)) {
        add(at + i + "/to", "to is not after from");
      }
      if (i > 0) {
        follows(subscriptions.get(i - 1), from, at + i);
      }
    }
  }

  /** What a subscription says beside its book and its time. */
  private void agreed(JsonNode subscription, PriceBook book, String at) {
    String currency = subscription.path("currency").asText(book.currency());
    if (!currency.equals(book.currency())) {
      add(
          at + "/currency",
          "price book '%s' is in %s, not in %s".formatted(book.id(), book.currency(), currency));
    }
    for (String term : TERMS) {
      Set<String> known = book.terms().getOrDefault(term, Set.of());
      if (subscription.has(term) && !known.contains(subscription.path(term).asText())) {
        String values = known.isEmpty() ? "none" : String.join(", ", known);
        add(
            at + "/" + term,
            "price book '%s' has no price for the %s '%s'; it has some for: %s"
                .formatted(book.id(), term, subscription.path(term).asText(), values));
      }
    }
    if (subscription.at("/commitment/paid").asText().equals("at-end") && !subscription.has("to")) {
      add(at + "/commitment/paid", "a commitment that is paid at the end needs an end (to)");
    }
    Set<String> before =
        Stream.concat(
                book.lines().stream().map(PriceLine::id),
                book.invoice().stream().map(InvoiceStep::id))
            .collect(Collectors.toSet());
    problems.addAll(
        new StepsCheck(document).problems(subscription.path("invoice"), at + "/invoice/", before));
  }

  private void limits(JsonNode limits, String at) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < limits.size(); i++) {
      JsonNode limit = limits.get(i);
      if (!ids.add(limit.path("id").asText())) {
        add(at + i + "/id", "'" + limit.path("id").asText() + "' is given twice");
      }
      if (limit.has("budget") == limit.has("quota")) {
        add(at + i, "expected either budget or quota");
      } else if (limit.has("budget") && limit.has("per")) {
        add(at + i + "/per", "a budget is for the month");
      } else if (limit.has("quota")) {
        quota(limit, at + i);
      }
    }
  }

  private void quota(JsonNode limit, String at) {
    String meter = limit.path("meter").asText();
    String meterUnit = meters.get(meter);
    if (meterUnit == null) {
      String known = String.join(", ", new TreeSet<>(meters.keySet()));
      add(at + "/meter", "unknown meter '" + meter + "'; known meters: " + known);
      return;
    }
    String per = limit.path("per").asText("month");
    WindowCycle.problem(windows.get(meter), meter, per, WindowCycle.QUOTA_CYCLES)
        .ifPresent(problem -> add(at + "/per", problem));
    try {
      PricingUnit unit = PricingUnit.parse(limit.path("unit").asText());
      if (unit.months() > 0 || PricingUnit.parse(meterUnit).months() > 0) {
        add(at + "/unit", "a quota in mo is none: its length is not stated");
      } else if (!PricingUnit.parse(meterUnit).convertsTo(unit)) {
        String message = "unit '%s' cannot be converted from '%s', the unit of meter '%s'";
        add(at + "/unit", message.formatted(unit.text(), meterUnit, meter));
      }
    } catch (IllegalArgumentException e) {
      add(at + "/unit", String.valueOf(e.getMessage()));
    }
  }

  private void follows(JsonNode previous, @Nullable Instant from, String at) {
    Instant end = previous.has("to") ? instant(previous.get("to").asText()) : null;
    if (!previous.has("to")) {
      add(at + "/from", "overlap: the subscription before has no end");
    } else if (from != null && end != null && from.isBefore(end)) {
      add(at + "/from", "overlap: the subscription before ends " + end);
    }
  }

  private @Nullable Instant time(JsonNode subscription, String key, String at) {
    if (!subscription.has(key)) {
      return null;
    }
    Instant time = instant(subscription.get(key).asText());
    if (time == null || !time.equals(midnightBefore(time))) {
      String such = zone.equals(ZoneOffset.UTC) ? "2026-01-01T00:00:00Z" : example();
      add(at + "/" + key, "expected midnight in " + name() + ", such as " + such);
      return null;
    }
    return time;
  }

  private Instant midnightBefore(Instant time) {
    return LocalDate.ofInstant(time, zone).atStartOfDay(zone).toInstant();
  }

  private String example() {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        LocalDate.of(2026, 1, 1).atStartOfDay(zone));
  }

  private String name() {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /** UTC if there is none, or one that does not exist, so that the rest can be checked. */
  private ZoneId zone(JsonNode tenant, String at) {
    String name = tenant.path("timeZone").asText("UTC");
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      add(
          at + "/timeZone",
          "unknown time zone '%s', expected a name of the IANA database such as Europe/Berlin"
              .formatted(name));
      return ZoneOffset.UTC;
    }
    return ZoneId.of(name).normalized().equals(ZoneOffset.UTC) ? ZoneOffset.UTC : ZoneId.of(name);
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private void add(String pointer, String message) {
    problems.add(document.problemAt(pointer, message));
  }
}
