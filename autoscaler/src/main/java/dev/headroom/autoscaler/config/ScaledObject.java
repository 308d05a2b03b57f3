package dev.headroom.autoscaler.config;

/**
 * An object of Kubernetes with a scale: a Deployment, a StatefulSet, or a custom resource with the
 * subresource {@code scale}.
 *
 * @param apiVersion such as {@code apps/v1}
 */
public record ScaledObject(String apiVersion, String kind, String namespace, String name) {

  /** As {@code kubectl} would be asked for it. */
  @Override
  public String toString() {
    return "%s %s/%s".formatted(kind, namespace, name);
  }
}
