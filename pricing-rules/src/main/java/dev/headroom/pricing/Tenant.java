package dev.headroom.pricing;

import java.util.List;

/**
 * Who buys.
 *
 * @param id as in the usage
 * @param name for people; the id if not given
 * @param subscriptions by time, without overlap; usage in a gap is not priced
 */
public record Tenant(String id, String name, List<Subscription> subscriptions) {

  @SuppressWarnings("NullAway") // An absent name arrives as null and gets its default here.
  public Tenant {
    name = name == null ? id : name;
    subscriptions = List.copyOf(subscriptions);
  }
}
