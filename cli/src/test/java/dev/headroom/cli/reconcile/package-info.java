@NullMarked
package dev.headroom.cli.reconcile;

import org.jspecify.annotations.NullMarked;
