package dev.headroom.aggregation.config;

import dev.headroom.usage.TenantId;
import java.io.Serializable;
import java.util.Set;
import java.util.TreeSet;

/**
 * A topic that Collectors write themselves. Nothing in its records is proof of who wrote them, so
 * the topic is what is trusted: by Kafka's access control, and by what is said of it here.
 *
 * @param tenant whose all of it is, for {@link TenantFrom#TOPIC}; who reports, for {@link
 *     TenantFrom#ATTRIBUTE}; else empty
 * @param mayReportFor tenants that may be named in it; empty: every tenant that there is
 */
public record DirectTopic(
    String topic, TenantFrom tenantFrom, String tenant, Set<String> mayReportFor)
    implements Serializable {

  /** Where it stands whose usage a record is. */
  public enum TenantFrom {
    /** The record's key. */
    KEY,
    /** Nowhere: all of the topic is of one tenant. */
    TOPIC,
    /** The attribute {@code tenant.id} of a point, its scope or its resource. */
    ATTRIBUTE
  }

  public DirectTopic {
    mayReportFor = Set.copyOf(mayReportFor);
    for (String id : new TreeSet<>(mayReportFor)) {
      requireTenant(id);
    }
    if (tenantFrom != TenantFrom.KEY) {
      requireTenant(tenant);
    }
  }

  private static void requireTenant(String id) {
    TenantId.problem(id)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }

  /** Each record is of the tenant that is its key. */
  public static DirectTopic keyed(String topic, Set<String> mayReportFor) {
    return new DirectTopic(topic, TenantFrom.KEY, "", mayReportFor);
  }

  /** All of it is of one tenant. */
  public static DirectTopic of(String topic, String tenant) {
    return new DirectTopic(topic, TenantFrom.TOPIC, tenant, Set.of());
  }

  /** Its points say of whom they are; what is of nobody is the producer's own. */
  public static DirectTopic shared(String topic, String producer, Set<String> mayReportFor) {
    return new DirectTopic(topic, TenantFrom.ATTRIBUTE, producer, mayReportFor);
  }
}
