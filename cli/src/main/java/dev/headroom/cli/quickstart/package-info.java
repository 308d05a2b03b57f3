/** The whole product on one machine: real servers, a simulated cluster, and this machine, live. */
@NullMarked
package dev.headroom.cli.quickstart;

import org.jspecify.annotations.NullMarked;
