@NullMarked
package dev.headroom.cli.simulation;

import org.jspecify.annotations.NullMarked;
