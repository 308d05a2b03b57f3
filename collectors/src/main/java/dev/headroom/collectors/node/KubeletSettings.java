package dev.headroom.collectors.node;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the kubelet of this node is asked.
 *
 * @param endpoint such as {@code https://10.0.0.7:10250}
 * @param caFile certificates of who issued the kubelet's, as PEM
 * @param tokenFile of the service account; read anew for each request, since it is replaced
 * @param timeout for an answer, 100 ms to 1 min
 */
public record KubeletSettings(URI endpoint, Path caFile, Path tokenFile, Duration timeout) {
  public KubeletSettings {
    if (!"https".equals(endpoint.getScheme()) || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "'" + endpoint + "' is not an endpoint, expected such as https://10.0.0.7:10250");
    }
    if (timeout.compareTo(Duration.ofMillis(100)) < 0
        || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("timeout is not in 100ms…1m");
    }
  }
}
