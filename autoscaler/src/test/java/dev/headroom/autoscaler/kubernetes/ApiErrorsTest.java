package dev.headroom.autoscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.cluster.ClusterException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be tried again, and what cannot. */
class ApiErrorsTest {
  private static ClusterException of(int code) {
    return ApiErrors.of(
        new KubernetesClientException(
            "no", code, new StatusBuilder().withMessage("because").build()),
        "get Deployment shared/db");
  }

  @ParameterizedTest
  @CsvSource({
    "401, false",
    "403, false",
    "404, false",
    "422, false",
    "429, true",
    "500, true",
    "503, true"
  })
  void onlyWhatMayPassIsTriedAgain(int code, boolean isTransient) {
    assertThat(of(code)).hasMessageStartingWith("cannot get Deployment shared/db: because");
    assertThat(of(code) instanceof ClusterException.Transient).isEqualTo(isTransient);
  }

  @Test
  void aCallWithoutAnAnswerMayPass() {
    KubernetesClientException broken =
        new KubernetesClientException("no", new IOException("connection reset"));
    assertThat(ApiErrors.of(broken, "get Deployment shared/db"))
        .isInstanceOf(ClusterException.Transient.class)
        .hasMessage("cannot get Deployment shared/db: connection reset");
  }
}
