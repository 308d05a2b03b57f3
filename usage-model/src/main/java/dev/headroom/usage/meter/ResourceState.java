package dev.headroom.usage.meter;

import java.util.Locale;

/**
 * What a meter says of a resource: its meters stand in one row of the view {@code resource_states}.
 *
 * @param resource the resource, such as {@code cpu}
 */
public record ResourceState(String resource, State state) {

  /** What a resource of a tenant can be. */
  public enum State {
    /** Requested or provisioned. */
    RESERVED,
    /** In use. */
    USED,
    /** Wanted and not given: how long the tenant had to wait. */
    THROTTLED;

    /** The state as it stands in tables and files. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
