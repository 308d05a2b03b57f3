package dev.headroom.usage.metering;

import java.util.Locale;

/** Why a point that a meter asks for can't be metered. */
public enum QuarantineReason {
  /** The point has no time. */
  NO_TIME,
  /** The point's time lies further ahead of its append time than the future limit. */
  FAR_FUTURE,
  /** The value is NaN or infinite. */
  NOT_A_NUMBER,
  /** The value is too large to be metered exactly, or negative where a counter can't be. */
  OUT_OF_RANGE,
  /** The point fills a gap, but lies further behind its series' newest point than the horizon. */
  BEYOND_HORIZON,
  /** The kind of metric can't be metered this way. */
  UNSUPPORTED,
  /** A meter selects the metric by name, with another unit. */
  WRONG_UNIT,
  /** The point claims a tenant of which its reporter may not report, or that can't be one. */
  NO_TENANT;

  /** The reason as it stands in tables: kebab-case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
