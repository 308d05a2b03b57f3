package dev.headroom.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.usage.yaml.InvalidInputException;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tenants and their subscriptions.
 *
 * @param apiVersion {@code headroom.dev/v1}
 * @param kind {@code Tenants}
 * @param tenants ids are unique
 */
public record Tenants(String apiVersion, String kind, List<Tenant> tenants) {
  /** JSON Schema of the file, on the class path. */
  public static final String SCHEMA = "dev/headroom/pricing/tenants.schema.json";

  public Tenants {
    tenants = List.copyOf(tenants);
  }

  /**
   * Reads and checks a tenants file.
   *
   * @param file name for messages
   * @param books ids of the price books there are
   * @throws InvalidInputException with every problem
   */
  public static Tenants parse(String file, String text, Set<String> books) {
    YamlDocument document = YamlDocument.parse(file, text, SCHEMA);
    List<Problem> problems = new Check(document, books).problems;
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return document.as(Tenants.class);
  }

  public Optional<Tenant> find(String id) {
    return tenants.stream().filter(t -> t.id().equals(id)).findFirst();
  }

  /** Their time zones, by id. */
  public Map<String, ZoneId> timeZones() {
    return tenants.stream().collect(Collectors.toMap(Tenant::id, Tenant::timeZone));
  }

  private static final class Check {
    private final YamlDocument document;
    private final Set<String> books;
    private final List<Problem> problems = new ArrayList<>();

    /** Of the tenant that is looked at. */
    private ZoneId zone = ZoneOffset.UTC;

    Check(YamlDocument document, Set<String> books) {
      this.document = document;
      this.books = books;
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
    }

    private void subscriptions(JsonNode subscriptions, String at) {
      for (int i = 0; i < subscriptions.size(); i++) {
        JsonNode subscription = subscriptions.get(i);
        String book = subscription.path("book").asText();
        if (!books.contains(book)) {
          String known = String.join(", ", new TreeSet<>(books));
          add(at + i + "/book", "unknown price book '" + book + "'; known books: " + known);
        }
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
            "unknown time zone '"
                + name
                + "', expected a name of the IANA database such as"
                + " Europe/Berlin");
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
}
