/** What an autoscaler decided on recorded usage, for a person. */
@NullMarked
package dev.headroom.cli.autoscaler;

import org.jspecify.annotations.NullMarked;
