package dev.headroom.autoscaler.sizing.horizontal;

/**
 * How much a stream processor must be able to process, and how many instances that takes.
 *
 * <pre>
 *   true rate = rate ÷ (busy ÷ 1 s)
 *   capacity  = lag ÷ catch-up + rate · restart ÷ catch-up + rate ÷ utilisation
 *   instances = ⌈instances · capacity ÷ true rate⌉
 * </pre>
 *
 * The true rate is what an operator would process if it were never idle: Kalavri et al., "Three
 * steps is all you need: fast, accurate, automatic scaling decisions for distributed streaming
 * dataflows" (DS2), OSDI 2018, section 3. The capacity with lag and restart is that of the Flink
 * Kubernetes operator: its documentation, "Autoscaler".
 *
 * @param catchUpSeconds in which the lag must be gone; above 0
 * @param restartSeconds that a change of the number takes; at least 0
 * @param lowUtilisation below it there are too many; in (0, highUtilisation]
 * @param highUtilisation above it there are too few; at most 1
 */
public record LagScaling(
    double catchUpSeconds, double restartSeconds, double lowUtilisation, double highUtilisation) {
  public LagScaling {
    require(catchUpSeconds > 0, "catchUpSeconds", catchUpSeconds, "more than 0");
    require(restartSeconds >= 0, "restartSeconds", restartSeconds, "0 or more");
    require(highUtilisation <= 1, "highUtilisation", highUtilisation, "at most 1");
    require(
        lowUtilisation > 0 && lowUtilisation <= highUtilisation,
        "lowUtilisation",
        lowUtilisation,
        "more than 0 and at most the highUtilisation");
  }

  /**
   * What the instances of an operator could process if they were busy all the time.
   *
   * @param rate records a second that were processed
   * @param busyMillis of each second that was spent on them; in (0, 1000]
   */
  public static double trueRate(double rate, double busyMillis) {
    require(
        busyMillis > 0 && busyMillis <= 1000, "busyMillis", busyMillis, "more than 0 up to 1000");
    return rate / (busyMillis / 1000);
  }

  /**
   * Records a second that should be possible.
   *
   * @param rate records a second that come in
   * @param lag records that wait
   * @param utilisation share of the time that should be spent on what comes in; in (0, 1]
   * @param restart whether what comes in during a restart must be caught up with
   */
  public double capacity(double rate, double lag, double utilisation, boolean restart) {
    double restarting = restart ? rate * restartSeconds / catchUpSeconds : 0;
    return lag / catchUpSeconds + restarting + rate / utilisation;
  }

  /**
   * The instances that bring the utilisation between the two bounds: as many as there are if it is,
   * otherwise so many that it is in the middle.
   *
   * @param instances that there are; at least 1
   * @param rate records a second that come in
   * @param lag records that wait
   * @param trueRate of all instances together; above 0
   */
  public int instances(int instances, double rate, double lag, double trueRate) {
    double least = capacity(rate, lag, highUtilisation, false);
    double most = capacity(rate, lag, lowUtilisation, true);
    if (trueRate >= least && trueRate <= most) {
      return instances;
    }
    double middle = (lowUtilisation + highUtilisation) / 2;
    double wanted = instances * capacity(rate, lag, middle, true) / trueRate;
    return (int) Math.max(1, Math.ceil(wanted - 1e-9));
  }

  private static void require(boolean met, String name, double value, String expected) {
    if (!met || !Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value + ", expected " + expected);
    }
  }
}
