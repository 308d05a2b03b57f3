/** The subcommands, one a file. */
@NullMarked
package dev.headroom.cli.command;

import org.jspecify.annotations.NullMarked;
