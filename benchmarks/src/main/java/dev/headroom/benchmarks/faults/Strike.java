package dev.headroom.benchmarks.faults;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault at one moment.
 *
 * @param atRequest it begins before this request is sent
 * @param amount what is left to the fault: which task manager, which error
 * @param parallelism of the job after it, if the fault ends the job
 */
record Strike(Fault fault, int atRequest, Duration length, int amount, int parallelism) {

  /** Runs from its beginning to its end. */
  void run(Stage stage, MeteringJob job) {
    try {
      fault.strike(stage, job, this);
      Await.pause(length.toNanos());
      fault.heal(stage, job, this);
    } catch (Exception e) {
      throw new IllegalStateException(this + " went wrong: " + e, e);
    }
  }

  @Override
  public String toString() {
    String restart = fault.victim() == Victim.JOB ? " → parallelism " + parallelism : "";
    double seconds = length.toMillis() / 1000.0;
    return String.format(Locale.ROOT, "%s %.1f s%s", fault, seconds, restart);
  }
}
