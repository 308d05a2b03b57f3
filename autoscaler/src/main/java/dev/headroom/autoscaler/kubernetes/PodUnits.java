package dev.headroom.autoscaler.kubernetes;

import static java.util.Objects.requireNonNullElse;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.config.ResizedObject;
import dev.headroom.autoscaler.config.UnitSettings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The units of one pod, and the resources of so many.
 *
 * <p>What a pod has is what it asks for, unless the kubelet says that it cannot give that now
 * ({@code PodResizePending}): then it is what it was given.
 */
record PodUnits(ResizedObject resized, Pod pod) {
  private static final String PENDING = "PodResizePending";
  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final int MILLI = 3;

  /** Whole units that its requested CPU is; at least 0. */
  int number() throws ClusterException {
    Map<String, Quantity> requests = requests(asked());
    if (pending().isPresent()) {
      requests = requests(given().orElse(asked()));
    }
    return amount(requests, CPU)
        .divide(resized.unit().cpu(), 0, RoundingMode.FLOOR)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValue();
  }

  /** Whether it asks for so many and no more, whatever it was given. */
  boolean asksFor(int units) throws ClusterException {
    Map<String, Quantity> requests = requests(asked());
    for (Map.Entry<String, BigDecimal> wanted : amounts(units).entrySet()) {
      if (amount(requests, wanted.getKey()).compareTo(wanted.getValue()) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Why the kubelet does not give what the pod asks for; empty if it does, or has not said. */
  Optional<String> pending() {
    return conditions().stream()
        .filter(c -> c.getType().equals(PENDING) && "True".equals(c.getStatus()))
        .map(
            c ->
                "%s of pod %s: %s"
                    .formatted(
                        requireNonNullElse(c.getReason(), PENDING),
                        this,
                        requireNonNullElse(c.getMessage(), "no message")))
        .findFirst();
  }

  private List<PodCondition> conditions() {
    PodStatus status = pod.getStatus();
    return status == null || status.getConditions() == null ? List.of() : status.getConditions();
  }

  /**
   * The resources of so many units. A limit keeps its proportion to the request, so the class of
   * quality of service stays what it was, as Kubernetes wants it.
   */
  ResourceRequirements resources(int units) throws ClusterException {
    ResourceRequirements asked = asked();
    Map<String, Quantity> requests = new TreeMap<>();
    Map<String, Quantity> limits = new TreeMap<>();
    for (Map.Entry<String, BigDecimal> wanted : amounts(units).entrySet()) {
      String resource = wanted.getKey();
      BigDecimal before = amount(requests(asked), resource);
      if (before.signum() == 0) {
        throw new ClusterException(
            "container %s of pod %s requests no %s, and Kubernetes does not let a resize add that"
                .formatted(containerName(), this, resource));
      }
      requests.put(resource, quantity(resource, wanted.getValue()));
      Quantity limit = asked.getLimits() == null ? null : asked.getLimits().get(resource);
      if (limit != null) {
        BigDecimal scaled =
            limit
                .getNumericalAmount()
                .multiply(wanted.getValue())
                .divide(before, resource.equals(CPU) ? MILLI : 0, RoundingMode.CEILING);
        limits.put(resource, quantity(resource, scaled));
      }
    }
    ResourceRequirements resources = new ResourceRequirements();
    resources.setRequests(requests);
    resources.setLimits(limits);
    return resources;
  }

  private Map<String, BigDecimal> amounts(int units) {
    UnitSettings unit = resized.unit();
    BigDecimal factor = BigDecimal.valueOf(units);
    Map<String, BigDecimal> amounts = new TreeMap<>();
    amounts.put(CPU, unit.cpu().multiply(factor));
    if (unit.memory() != null) {
      amounts.put(MEMORY, BigDecimal.valueOf(unit.memory()).multiply(factor));
    }
    return amounts;
  }

  private static Quantity quantity(String resource, BigDecimal amount) {
    return resource.equals(CPU)
        ? new Quantity(amount.movePointRight(MILLI).setScale(0, RoundingMode.CEILING) + "m")
        : new Quantity(amount.setScale(0, RoundingMode.CEILING).toPlainString());
  }

  private static BigDecimal amount(Map<String, Quantity> resources, String resource) {
    Quantity quantity = resources.get(resource);
    return quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
  }

  private static Map<String, Quantity> requests(ResourceRequirements resources) {
    return requireNonNullElse(resources.getRequests(), Map.of());
  }

  String namespace() {
    return pod.getMetadata().getNamespace();
  }

  String name() {
    return pod.getMetadata().getName();
  }

  /** As in a message. */
  @Override
  public String toString() {
    return namespace() + "/" + name();
  }

  /** Of the container that is resized. */
  String containerName() throws ClusterException {
    return container().getName();
  }

  private ResourceRequirements asked() throws ClusterException {
    return requireNonNullElse(container().getResources(), new ResourceRequirements());
  }

  private Optional<ResourceRequirements> given() throws ClusterException {
    String name = containerName();
    return pod.getStatus().getContainerStatuses().stream()
        .filter(status -> status.getName().equals(name))
        .map(ContainerStatus::getResources)
        .flatMap(resources -> Optional.ofNullable(resources).stream())
        .findFirst();
  }

  private Container container() throws ClusterException {
    List<Container> containers = pod.getSpec().getContainers();
    String wanted = resized.container();
    if (wanted == null && containers.size() == 1) {
      return containers.get(0);
    }
    return containers.stream()
        .filter(c -> c.getName().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new ClusterException(
                    "%s has the containers %s, expected %s"
                        .formatted(
                            resized.object(),
                            containers.stream().map(Container::getName).toList(),
                            wanted == null
                                ? "only one, or kubernetes.container to say which"
                                : "one that is called " + wanted)));
  }
}
