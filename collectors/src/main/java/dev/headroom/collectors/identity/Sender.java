package dev.headroom.collectors.identity;

import dev.headroom.usage.TenantId;
import java.util.Set;
import java.util.TreeSet;

/** Whom a token stands for. */
public sealed interface Sender {

  /** What its records are keyed by. */
  TenantId id();

  /** Whether it may send usage that claims to be that tenant's. */
  boolean mayReportFor(String tenant);

  /** A tenant, which reports for nobody else. */
  record OneTenant(TenantId id) implements Sender {
    @Override
    public boolean mayReportFor(String tenant) {
      return id.value().equals(tenant);
    }
  }

  /**
   * A process of many tenants. Its own id is the vendor's account: what it uses and says of nobody.
   *
   * @param tenants of whom its points may speak
   */
  record SharedProducer(TenantId id, Tenants tenants) implements Sender {
    @Override
    public boolean mayReportFor(String tenant) {
      return id.value().equals(tenant) || tenants.contain(tenant);
    }
  }

  /** A choice of tenants. */
  sealed interface Tenants {
    boolean contain(String tenant);

    /** Whoever they are. */
    record All() implements Tenants {
      @Override
      public boolean contain(String tenant) {
        return TenantId.problem(tenant).isEmpty();
      }
    }

    /** These alone. */
    record Listed(Set<String> ids) implements Tenants {
      /** Throws {@link IllegalArgumentException} if there is none, or one can't be a tenant id. */
      public Listed {
        if (ids.isEmpty()) {
          throw new IllegalArgumentException("expected at least one tenant");
        }
        new TreeSet<>(ids).forEach(TenantId::new);
        ids = Set.copyOf(ids);
      }

      @Override
      public boolean contain(String tenant) {
        return ids.contains(tenant);
      }
    }
  }
}
