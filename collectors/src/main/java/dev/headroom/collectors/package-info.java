/** Where usage comes in: the OTLP gateway, and the collector of one machine's usage. */
@NullMarked
package dev.headroom.collectors;

import org.jspecify.annotations.NullMarked;
