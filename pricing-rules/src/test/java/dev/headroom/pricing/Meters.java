package dev.headroom.pricing;

import java.util.Map;

/** The meters that the product ships, with their units. */
final class Meters {
  static final Map<String, String> SHIPPED =
      Map.of(
          "cpu.used", "s",
          "cpu.reserved", "{cpu}.s",
          "memory.used", "By.s",
          "storage.used", "By.s",
          "requests", "{request}",
          "network.transmit", "By",
          "cpu.licensed", "{cpu}");

  private Meters() {}
}
