package dev.headroom.aggregation.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * The binary form of one type, written by hand.
 *
 * <p>An implementation has no state and a constructor without arguments: a snapshot keeps only its
 * class name and the version that wrote the state.
 */
public interface Codec<T> extends Serializable {

  Class<T> type();

  /** Version of what {@link #write} writes; counted from 1, raised when the form changes. */
  int version();

  void write(T value, DataOutput out) throws IOException;

  /** Reads what version {@code version} wrote; every version up to {@link #version()} is known. */
  T read(DataInput in, int version) throws IOException;

  /** Whether a value never changes, so that it is its own copy. */
  default boolean immutable() {
    return true;
  }

  /** An independent copy; to be overridden where a value is not immutable. */
  default T copy(T value) {
    return value;
  }
}
