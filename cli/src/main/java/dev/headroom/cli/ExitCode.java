package dev.headroom.cli;

/** What the command tells the shell. */
public final class ExitCode {
  public static final int OK = 0;

  /** A server cannot be reached, a run did not add up, and the like. */
  public static final int FAILED = 1;

  /** A flag, a file or a value cannot be used. */
  public static final int BAD_INPUT = 2;

  /** What was compared is not equal. */
  public static final int NOT_EQUAL = 3;

  private ExitCode() {}
}
