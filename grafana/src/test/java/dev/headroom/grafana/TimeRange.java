package dev.headroom.grafana;

import java.time.Instant;

/** What the time picker of a dashboard is set to; both ends are inclusive, as in Grafana. */
record TimeRange(Instant from, Instant to) {}
