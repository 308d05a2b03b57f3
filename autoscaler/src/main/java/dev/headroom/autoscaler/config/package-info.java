/** What an autoscaler is told: a file of kind {@code Autoscaler}. */
@NullMarked
package dev.headroom.autoscaler.config;

import org.jspecify.annotations.NullMarked;
