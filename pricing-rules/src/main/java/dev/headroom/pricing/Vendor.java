package dev.headroom.pricing;

import org.jspecify.annotations.Nullable;

/**
 * Who sells, as exports name it.
 *
 * @param name FOCUS InvoiceIssuerName, ServiceProviderName and HostProviderName
 * @param service what is sold, FOCUS ServiceName; null: each price book's id
 * @param serviceCategory FOCUS ServiceCategory, one of those that FOCUS 1.4 allows; {@code Other}
 *     if not given
 */
public record Vendor(String name, @Nullable String service, String serviceCategory) {
  /** Where the tenants file names none. */
  public static final Vendor UNNAMED = new Vendor("Vendor", null, "Other");

  @SuppressWarnings("NullAway") // An absent key arrives as null and gets its default here.
  public Vendor {
    serviceCategory = serviceCategory == null ? "Other" : serviceCategory;
  }
}
