package dev.headroom.autoscaler.sizing;

import java.util.List;

/** Every policy that can be chosen by name. */
public final class Policies {
  private static final List<PolicyType> ALL = List.of();

  private Policies() {}

  /** In the order in which tables show them. */
  public static List<PolicyType> all() {
    return ALL;
  }
}
