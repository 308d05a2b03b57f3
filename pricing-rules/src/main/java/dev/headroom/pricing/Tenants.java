package dev.headroom.pricing;

import dev.headroom.usage.meter.WindowLength;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tenants and their subscriptions.
 *
 * @param apiVersion {@code headroom.dev/v1}
 * @param kind {@code Tenants}
 * @param vendor who sells to them; {@link Vendor#UNNAMED} if not given
 * @param tenants ids are unique
 */
public record Tenants(String apiVersion, String kind, Vendor vendor, List<Tenant> tenants) {
  /** JSON Schema of the file, on the class path. */
  public static final String SCHEMA = "dev/headroom/pricing/tenants.schema.json";

  @SuppressWarnings("NullAway") // An absent key arrives as null and gets its default here.
  public Tenants {
    vendor = vendor == null ? Vendor.UNNAMED : vendor;
    tenants = List.copyOf(tenants);
  }

  /** As the other, where nothing is known of the meters' windows. */
  public static Tenants parse(
      String file, String text, Map<String, PriceBook> books, Map<String, String> meters) {
    return parse(file, text, books, meters, Map.of());
  }

  /**
   * Reads and checks a tenants file.
   *
   * @param file name for messages
   * @param books those there are, by id
   * @param meters unit of each known meter by its name
   * @param windows how long they are, likewise
   * @throws InvalidInputException with every problem
   */
  public static Tenants parse(
      String file,
      String text,
      Map<String, PriceBook> books,
      Map<String, String> meters,
      Map<String, WindowLength> windows) {
    YamlDocument document = YamlDocument.parse(file, text, SCHEMA);
    List<Problem> problems = new TenantsCheck(document, books, meters, windows).problems();
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
}
