package dev.headroom.cli.command;

import dev.headroom.usage.yaml.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line are written as in configuration files. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      Duration duration = DurationText.parse(text);
      if (duration.isZero()) {
        throw new TypeConversionException("'" + text + "' is no time at all");
      }
      return duration;
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
