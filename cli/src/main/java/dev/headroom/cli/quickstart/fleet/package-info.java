/**
 * The quickstart's simulated cluster: tenants whose usage is a pure function of a real trace, and
 * the driver that exports it through the gateway on a compressed clock.
 */
@NullMarked
package dev.headroom.cli.quickstart.fleet;

import org.jspecify.annotations.NullMarked;
