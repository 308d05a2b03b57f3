@NullMarked
package dev.headroom.cli.docs;

import org.jspecify.annotations.NullMarked;
