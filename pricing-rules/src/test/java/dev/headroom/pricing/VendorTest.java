package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.usage.yaml.InvalidInputException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who sells, in the tenants file. */
class VendorTest {
  private static Vendor vendor(String line) {
    String text = "apiVersion: headroom.dev/v1\nkind: Tenants\n" + line + "tenants: []\n";
    return Tenants.parse("tenants.yaml", text, Map.of(), Map.of()).vendor();
  }

  @Test
  void everyNameHasADefault() {
    assertThat(vendor("")).isEqualTo(new Vendor("Vendor", null, "Other"));
    assertThat(vendor("vendor: {name: Example}\n")).isEqualTo(new Vendor("Example", null, "Other"));
    assertThat(vendor("vendor: {name: Example, service: Gate, serviceCategory: Networking}\n"))
        .isEqualTo(new Vendor("Example", "Gate", "Networking"));
  }

  @Test
  void aCategoryThatFocusDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> vendor("vendor: {name: Example, serviceCategory: Gateways}\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tenants.yaml:3:")
        .hasMessageContaining("Networking");
    assertThatThrownBy(() -> vendor("vendor: {service: Gate}\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("name");
  }
}
