/**
 * What a series will want: a quantile of it a few ticks ahead, calibrated by what came of the
 * forecasts before. Pure and deterministic; no clock.
 */
@NullMarked
package dev.headroom.autoscaler.forecast;

import org.jspecify.annotations.NullMarked;
