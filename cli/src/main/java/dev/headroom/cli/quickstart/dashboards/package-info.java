/** Grafana beside the quickstart, where a person has it. */
@NullMarked
package dev.headroom.cli.quickstart.dashboards;

import org.jspecify.annotations.NullMarked;
