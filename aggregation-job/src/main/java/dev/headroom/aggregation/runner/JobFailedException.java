package dev.headroom.aggregation.runner;

/** The job ran and failed for good; the message is that of the first cause. */
public final class JobFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  JobFailedException(String message) {
    super(message);
  }
}
