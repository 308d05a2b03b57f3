/** What query commands print: one table, in three formats. */
@NullMarked
package dev.headroom.cli.output;

import org.jspecify.annotations.NullMarked;
