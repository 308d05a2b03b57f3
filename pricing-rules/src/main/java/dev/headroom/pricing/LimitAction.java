package dev.headroom.pricing;

/** What should happen to a tenant that has reached a limit. */
public enum LimitAction {
  /** It is told. */
  NOTIFY,
  /** It is slowed down. */
  THROTTLE,
  /** It may read and no longer write. */
  READ_ONLY
}
