package dev.headroom.cli.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a person asked a quickstart to do.
 *
 * @param dataDirectory where everything is kept
 * @param runFor wall time from start to summary; until it is interrupted if empty
 * @param until event time at which the simulated cluster stops; the end of the trace if empty
 * @param speed event time that passes in a second of wall time
 * @param live whether this machine is metered too, as tenant {@code house}
 */
public record QuickstartOptions(
    Path dataDirectory,
    Optional<Duration> runFor,
    Optional<Instant> until,
    Duration speed,
    boolean live) {}
