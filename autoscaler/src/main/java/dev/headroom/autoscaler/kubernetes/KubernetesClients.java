package dev.headroom.autoscaler.kubernetes;

import dev.headroom.autoscaler.config.KubernetesSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes clients of the API server. */
public final class KubernetesClients {
  /** Of a call. What fails is tried again by the one who calls, who knows when to stop. */
  private static final int TIMEOUT_MILLIS = 10_000;

  private KubernetesClients() {}

  /**
   * Does not connect yet.
   *
   * @throws IOException if the kubeconfig cannot be used; the message names it
   */
  public static KubernetesClient of(KubernetesSettings settings) throws IOException {
    Path file = settings.kubeconfig();
    Config config =
        file == null
            ? Config.autoConfigure(settings.context())
            : fromFile(file, settings.context());
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    config.setRequestTimeout(TIMEOUT_MILLIS);
    config.setRequestRetryBackoffLimit(0);
    // An API server says GOAWAY to move connections, and the JDK fails what is under way on them.
    config.setHttp2Disable(true);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Config fromFile(Path file, @Nullable String context) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(file + " cannot be read: expected a kubeconfig");
    }
    Config config;
    try {
      config = Config.fromKubeconfig(context, file.toFile());
    } catch (RuntimeException e) { // of the parser, of whichever kind, or because it is empty
      throw new IOException(file + " is no kubeconfig: " + e.getMessage(), e);
    }
    String wanted = context == null ? current(config) : context;
    if (wanted == null) {
      throw new IOException(file + " has no current context");
    }
    if (config.getContexts().stream().noneMatch(known -> known.getName().equals(wanted))) {
      throw new IOException(file + " has no context '" + wanted + "'");
    }
    return config;
  }

  private static @Nullable String current(Config config) {
    return config.getCurrentContext() == null ? null : config.getCurrentContext().getName();
  }
}
