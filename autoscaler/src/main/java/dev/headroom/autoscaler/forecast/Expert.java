package dev.headroom.autoscaler.forecast;

/** A way to forecast the next value of a series from its state, as a single figure. */
enum Expert {
  /** As now. */
  LAST,
  /** Exponentially weighted mean, half-life of one tick. */
  MEAN_1,
  /** Of two ticks. */
  MEAN_2,
  /** Of four ticks. */
  MEAN_4,
  /** Of ten ticks. */
  MEAN_10,
  /** Of thirty ticks. */
  MEAN_30,
  /**
   * {@link #MEAN_1} and the slope between the means of half-lives 3 and 10, which lie (10 − 3) ÷ ln
   * 2 ticks apart in mean age.
   */
  TREND,
  /** The mean of now, changed as the same hours changed on the days before. */
  DAILY,
  /** The mean of now, changed as the same hours changed in the weeks before. */
  WEEKLY;

  static final Expert[] ALL = values();
  static final int COUNT = ALL.length;
}
