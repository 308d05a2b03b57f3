/** Reading the tables: a ClickHouse server, or the data a quickstart left behind. */
@NullMarked
package dev.headroom.cli.store;

import org.jspecify.annotations.NullMarked;
