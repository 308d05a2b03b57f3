package dev.headroom.autoscaler.config;

/** Whether decisions are carried out. */
public enum Mode {
  ACT,
  /** Every decision is recorded and none is carried out. */
  RECOMMEND
}
