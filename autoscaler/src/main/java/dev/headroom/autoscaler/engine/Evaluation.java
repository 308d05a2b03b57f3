package dev.headroom.autoscaler.engine;

import java.time.Instant;

/**
 * A time at which a pool is looked at.
 *
 * @param time a multiple of {@code evaluateEvery} since 1970, on the clock of the pool's usage
 * @param appended when the point that made it due was appended to the topic
 */
public record Evaluation(String pool, Instant time, Instant appended) {}
