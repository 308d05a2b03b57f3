package dev.headroom.pricing;

import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Who buys.
 *
 * @param id as in the usage
 * @param name for people; the id if not given
 * @param timeZone whose days and months count; UTC if not given
 * @param subscriptions by time, without overlap; usage in a gap is not priced
 */
public record Tenant(String id, String name, ZoneId timeZone, List<Subscription> subscriptions) {

  @SuppressWarnings("NullAway") // Absent keys arrive as null and get their defaults here.
  public Tenant {
    name = name == null ? id : name;
    timeZone = timeZone == null ? ZoneOffset.UTC : timeZone;
    subscriptions = List.copyOf(subscriptions);
  }

  /** In UTC. */
  public Tenant(String id, String name, List<Subscription> subscriptions) {
    this(id, name, ZoneOffset.UTC, subscriptions);
  }

  /** Whether it buys by any book on some day of the month. */
  public boolean isSubscribedIn(YearMonth month) {
    return subscriptions.stream().anyMatch(s -> s.in(month, timeZone).isPresent());
  }
}
