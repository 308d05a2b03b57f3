package dev.headroom.aggregation.runner;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.Tenants;
import dev.headroom.pricing.Vendor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Tells ClickHouse the names in the tenants file, which no charge carries. */
public final class TenantTable {
  private static final String INSERT =
      "INSERT INTO tenant_revision"
          + " (tenant_id, name, vendor_name, service_name, service_category)"
          + " VALUES (?, ?, ?, ?, ?)";

  private TenantTable() {}

  /**
   * A row for every tenant; of a tenant that the file no longer has, the row that is there stays.
   *
   * @throws StartException if ClickHouse does not take them
   */
  public static void fill(AggregationJobConfig config) {
    Tenants tenants = config.prices().parse().tenants();
    if (tenants.tenants().isEmpty()) {
      return;
    }
    try (Connection connection = config.clickhouse().connection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Tenant tenant : tenants.tenants()) {
        add(insert, tenant, tenants.vendor());
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new StartException(
          "ClickHouse (" + config.clickhouse() + ") does not take the tenants: " + Reason.of(e), e);
    }
  }

  private static void add(PreparedStatement insert, Tenant tenant, Vendor vendor)
      throws SQLException {
    insert.setString(1, tenant.id());
    insert.setString(2, tenant.name());
    insert.setString(3, vendor.name());
    insert.setString(4, vendor.service() == null ? "" : vendor.service());
    insert.setString(5, vendor.serviceCategory());
    insert.addBatch();
  }
}
