/** Reading OTLP metrics by walking the protobuf wire format, without an object per point. */
@NullMarked
package dev.headroom.usage.otlp;

import org.jspecify.annotations.NullMarked;
