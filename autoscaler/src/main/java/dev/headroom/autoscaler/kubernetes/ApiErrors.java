package dev.headroom.autoscaler.kubernetes;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_INTERNAL_ERROR;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.net.HttpURLConnection.HTTP_UNAUTHORIZED;

import dev.headroom.autoscaler.cluster.ClusterException;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What an error of the API server means for a decision. */
final class ApiErrors {
  private static final int TOO_MANY_REQUESTS = 429;

  private ApiErrors() {}

  /**
   * The exception for an error.
   *
   * @param attempt what was tried, such as {@code get the scale of Deployment shared/db}
   */
  static ClusterException of(KubernetesClientException e, String attempt) {
    int code = e.getCode();
    String why = "cannot %s: %s".formatted(attempt, reason(e));
    boolean answered = code >= HTTP_BAD_REQUEST;
    if (!answered || code == TOO_MANY_REQUESTS || code >= HTTP_INTERNAL_ERROR) {
      return new ClusterException.Transient(why);
    }
    return new ClusterException(
        switch (code) {
          case HTTP_UNAUTHORIZED -> why + "; the API server does not know who we are";
          case HTTP_FORBIDDEN ->
              isOverQuota(why)
                  ? why
                  : why + "; RBAC must allow it, see deploy/kubernetes/autoscaler.yaml";
          default -> why;
        });
  }

  /** The API server answers 403 to that, too. */
  private static boolean isOverQuota(String why) {
    return why.contains("exceeded quota");
  }

  static boolean isNotFound(KubernetesClientException e) {
    return e.getCode() == HTTP_NOT_FOUND;
  }

  private static String reason(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
