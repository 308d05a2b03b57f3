package dev.headroom.collectors.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.headroom.collectors.identity.TestAuthority;
import dev.headroom.collectors.identity.TestAuthority.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An HTTPS server in the place of a kubelet, since none runs here. */
final class FakeKubelet implements AutoCloseable {
  private static final String TOKEN = "service-account";

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final KubeletSettings settings;
  volatile String pods = "{\"items\": []}";
  volatile String summary = "{\"pods\": []}";
  volatile int status = 200;
  volatile long delayMillis;

  FakeKubelet(Path directory) throws Exception {
    TestAuthority authority = TestAuthority.create(directory, "cluster");
    Identity identity = authority.issue("CN=system:node:node-1", "ip:127.0.0.1");
    Path ca = Files.writeString(directory.resolve("ca.crt"), authority.pem());
    Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity.keyStore(), identity.password());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(threads);
    server.createContext("/pods", exchange -> answer(exchange, pods));
    server.createContext("/stats/summary", exchange -> answer(exchange, summary));
    server.start();
    URI endpoint = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    settings = new KubeletSettings(endpoint, ca, token, Duration.ofSeconds(2));
  }

  KubeletSettings settings() {
    return settings;
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      TimeUnit.MILLISECONDS.sleep(delayMillis);
      boolean known =
          ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(known ? status : 401, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
