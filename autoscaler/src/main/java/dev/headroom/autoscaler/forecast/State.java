package dev.headroom.autoscaler.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Arrays of a known length, bit by bit. */
final class State {
  private State() {}

  static void write(DataOutput out, double[] values) throws IOException {
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  static void write(DataOutput out, float[] values) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  static void read(DataInput in, double[] values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
  }

  /** Fills the array, and returns it. */
  static float[] read(DataInput in, float[] values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }
}
