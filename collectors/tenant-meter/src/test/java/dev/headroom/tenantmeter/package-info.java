@NullMarked
package dev.headroom.tenantmeter;

import org.jspecify.annotations.NullMarked;
