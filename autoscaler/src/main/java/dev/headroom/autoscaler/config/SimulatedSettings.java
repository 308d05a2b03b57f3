package dev.headroom.autoscaler.config;

import java.nio.file.Path;

/**
 * The simulated cluster.
 *
 * @param state file in which it keeps its state
 * @param failEvery every n-th change fails once; 0 for never
 */
public record SimulatedSettings(Path state, int failEvery) implements ClusterSettings {
  public SimulatedSettings {
    if (failEvery < 0) {
      throw new IllegalArgumentException("failEvery is " + failEvery + ", expected 0 or more");
    }
  }
}
