/** Looking into a gateway's spool. */
@NullMarked
package dev.headroom.cli.spool;

import org.jspecify.annotations.NullMarked;
