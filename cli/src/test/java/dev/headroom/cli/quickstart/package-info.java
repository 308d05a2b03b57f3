@NullMarked
package dev.headroom.cli.quickstart;

import org.jspecify.annotations.NullMarked;
