package dev.headroom.cli.quickstart.fleet;

import java.util.Locale;

/**
 * How a simulated tenant turns requests into usage. Every figure is a constant, so what it used is
 * a function of the trace alone.
 *
 * @param share of the trace's requests, against the sum of all shares, before the daily swing
 * @param peakHour hour of the day (UTC) in which its share is largest
 * @param swing how strongly its share follows the day: the ratio of largest to smallest is {@code
 *     e^(2·swing)}
 * @param cpuMillisPerRequest CPU time of one request, ms
 * @param baseMillicores CPU used when idle, thousandths of a core
 * @param baseMemoryMib working set when idle, MiB
 * @param memoryKibPerRequestPerSecond what each request per second adds to the working set, KiB
 * @param bytesPerRequest sent over the network, By
 * @param baseStorageGib storage at the start, GiB
 * @param storageBytesPerRequest what a request leaves behind, By
 * @param requestedMillicores CPU reserved for its container, thousandths of a core
 * @param licensedCpus logical CPUs of its own machine; 0 where the vendor runs the software
 */
public record SimulatedTenant(
    String id,
    Edition edition,
    int share,
    int peakHour,
    double swing,
    long cpuMillisPerRequest,
    long baseMillicores,
    long baseMemoryMib,
    long memoryKibPerRequestPerSecond,
    long bytesPerRequest,
    long baseStorageGib,
    long storageBytesPerRequest,
    long requestedMillicores,
    int licensedCpus) {

  /** The ways of selling. */
  public enum Edition {
    SERVERLESS,
    FULLY_MANAGED,
    BYOC,
    ON_PREM;

    static Edition parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Name as in {@code fleet.csv}, and id of its price book: {@code fully-managed}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static SimulatedTenant parse(String csvLine) {
    String[] cell = csvLine.split(",", -1);
    return new SimulatedTenant(
        cell[0],
        Edition.parse(cell[1]),
        Integer.parseInt(cell[2]),
        Integer.parseInt(cell[3]),
        Double.parseDouble(cell[4]),
        Long.parseLong(cell[5]),
        Long.parseLong(cell[6]),
        Long.parseLong(cell[7]),
        Long.parseLong(cell[8]),
        Long.parseLong(cell[9]),
        Long.parseLong(cell[10]),
        Long.parseLong(cell[11]),
        Long.parseLong(cell[12]),
        Integer.parseInt(cell[13]));
  }

  /** Whether its usage comes from requests (an on-premises customer reports its licence only). */
  public boolean servesRequests() {
    return share > 0;
  }

  /** Its one workload, as the autoscaler's configuration names it. */
  public String workload() {
    return id + "-db";
  }
}
