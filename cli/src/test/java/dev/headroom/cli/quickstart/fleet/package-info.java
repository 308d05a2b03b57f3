@NullMarked
package dev.headroom.cli.quickstart.fleet;

import org.jspecify.annotations.NullMarked;
