package dev.headroom.autoscaler.config;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * One machine of a pool.
 *
 * @param cpu its cores, above 0
 * @param costPerHour what it costs the vendor, at least 0
 */
public record MachineSettings(BigDecimal cpu, BigDecimal costPerHour, Currency currency) {
  public MachineSettings {
    if (cpu.signum() <= 0) {
      throw new IllegalArgumentException("cpu is " + cpu + ", expected more than 0");
    }
    if (costPerHour.signum() < 0) {
      throw new IllegalArgumentException("costPerHour is " + costPerHour + ", expected 0 or more");
    }
  }
}
