package dev.headroom.autoscaler.sizing;

/**
 * A workload of a fleet.
 *
 * @param name unique in the fleet
 * @param tenant whom it belongs to
 * @param limit capacity that was sold: it can't use more; above 0
 * @param replica capacity of one replica; in (0, limit]
 */
public record Workload(String name, String tenant, double limit, double replica) {
  public Workload {
    if (!(limit > 0) || !Double.isFinite(limit)) {
      throw new IllegalArgumentException(name + ": limit is " + limit + ", expected more than 0");
    }
    if (!(replica > 0) || replica > limit) {
      throw new IllegalArgumentException(
          name + ": replica is " + replica + ", expected more than 0 and at most " + limit);
    }
  }

  /** The least number of whole replicas with so much capacity. */
  public int replicasFor(double capacity) {
    return capacity <= 0
        ? 0
        : (int) Math.min(Integer.MAX_VALUE, Math.ceil(capacity / replica - 1e-9));
  }
}
