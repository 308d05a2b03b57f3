/** What the tests of several packages need: configurations, and usage as an SDK sends it. */
@NullMarked
package dev.headroom.autoscaler.testing;

import org.jspecify.annotations.NullMarked;
