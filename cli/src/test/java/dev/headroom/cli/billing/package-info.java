@NullMarked
package dev.headroom.cli.billing;

import org.jspecify.annotations.NullMarked;
