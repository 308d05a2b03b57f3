/** Runs every query of the dashboards and alert rules, and holds their conventions. */
@NullMarked
package dev.headroom.grafana;

import org.jspecify.annotations.NullMarked;
