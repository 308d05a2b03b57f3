@NullMarked
package dev.headroom.autoscaler.account;

import org.jspecify.annotations.NullMarked;
