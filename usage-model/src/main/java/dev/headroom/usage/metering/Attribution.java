package dev.headroom.usage.metering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Whose usage a series is.
 *
 * @param shared whether a process of many tenants reports it
 * @param tenant who caused it, if the process says so; empty if it does not, and for everybody else
 */
public record Attribution(boolean shared, String tenant) {

  /** Of the reporter, who reports for nobody else. */
  public static final Attribution OWN = new Attribution(false, "");

  /** Of a shared process, which does not say who caused it. */
  public static final Attribution UNTAGGED = new Attribution(true, "");

  /** Of a shared process, caused by that tenant. */
  public static Attribution causedBy(String tenant) {
    return new Attribution(true, tenant);
  }

  /** Whether a shared process names the tenant. */
  public boolean isTagged() {
    return !tenant.isEmpty();
  }

  /** Whose row it belongs to, if {@code reporter} reports it. */
  public String tenantOr(String reporter) {
    return tenant.isEmpty() ? reporter : tenant;
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(shared);
    if (shared) {
      StateText.write(out, tenant);
    }
  }

  static Attribution read(DataInput in) throws IOException {
    return in.readBoolean() ? new Attribution(true, StateText.read(in)) : OWN;
  }
}
