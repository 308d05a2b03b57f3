package dev.headroom.aggregation.intake;

import dev.headroom.aggregation.config.DirectTopic;
import dev.headroom.aggregation.config.DirectTopic.TenantFrom;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.usage.metering.ReportedTenants;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Of which tenants each topic may speak. */
public final class DirectTopics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String usageTopic;
  private final Map<String, DirectTopic> topics = new HashMap<>();
  private final Set<String> tenants;

  /**
   * Those of a job.
   *
   * @param tenants every tenant that there is
   */
  public DirectTopics(KafkaSettings kafka, Set<String> tenants) {
    this.usageTopic = kafka.usageTopic();
    kafka.directTopics().forEach(topic -> topics.put(topic.topic(), topic));
    this.tenants = Set.copyOf(tenants);
  }

  /** Why a record with that tenant can't be believed to be the tenant's. */
  Optional<String> problem(String topic, String tenant) {
    DirectTopic direct = topics.get(topic);
    if (direct == null) {
      // A source that goes on from a checkpoint goes on with the topics that it had then.
      return topic.equals(usageTopic)
          ? Optional.empty()
          : Optional.of("the topic " + topic + " is not one that the job is told to read");
    }
    if (direct.tenantFrom() != TenantFrom.KEY || mayBeNamed(direct).contains(tenant)) {
      return Optional.empty();
    }
    return Optional.of(
        "the record's key is '" + tenant + "', of which the topic " + topic + " may not report");
  }

  /** Of whom a process of many may report there. */
  public ReportedTenants reported(String topic) {
    DirectTopic direct = topics.get(topic);
    return direct == null ? ReportedTenants.EVERY : ReportedTenants.only(mayBeNamed(direct));
  }

  private Set<String> mayBeNamed(DirectTopic direct) {
    return direct.mayReportFor().isEmpty() ? tenants : direct.mayReportFor();
  }
}
