package dev.headroom.aggregation.metering;

import dev.headroom.usage.meter.MeterSet;
import java.io.Serializable;

/** A file of kind Meters as it travels in the job's graph: as text, read again by every subtask. */
public record MeterSource(String file, String text) implements Serializable {

  public MeterSet parse() {
    return MeterSet.parse(file, text);
  }
}
