package dev.headroom.usage.yaml;

/**
 * One thing that is wrong in an input, and where.
 *
 * @param file name as the user gave it
 * @param line counted from 1
 * @param column counted from 1
 * @param message what was found and what was expected, without the position
 */
public record Problem(String file, int line, int column, String message) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
