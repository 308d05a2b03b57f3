package dev.headroom.collectors.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Asks the kubelet. */
final class KubeletClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubeletSettings settings;
  private @Nullable HttpClient http;

  KubeletClient(KubeletSettings settings) {
    this.settings = settings;
  }

  /**
   * Gets the list of a document; an answer without it is garbage.
   *
   * @throws KubeletException that says what is wrong
   */
  JsonNode list(String path, String field) throws KubeletException {
    HttpResponse<byte[]> response = get(path);
    String refusal =
        switch (response.statusCode()) {
          case 200 -> "";
          case 401 -> "401: the token is not accepted";
          case 403 -> "403: the service account may not get nodes/stats and nodes/proxy";
          default -> "status " + response.statusCode();
        };
    if (!refusal.isEmpty()) {
      throw new KubeletException(path + " answers with " + refusal);
    }
    try {
      JsonNode list = JSON.readTree(response.body()).path(field);
      if (list.isArray()) {
        return list;
      }
    } catch (JsonProcessingException e) {
      throw new KubeletException(path + " answers with what is not JSON");
    } catch (IOException e) {
      throw new KubeletException(path + " cannot be read: " + e.getMessage());
    }
    throw new KubeletException(path + " answers with JSON that has no list '" + field + "'");
  }

  private HttpResponse<byte[]> get(String path) throws KubeletException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(settings.endpoint().toString().replaceAll("/$", "") + path))
            .header("Authorization", "Bearer " + token())
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client().sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new KubeletException(
          path + " does not answer within " + settings.timeout().toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new KubeletException(path + " cannot be reached: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubeletException("interrupted");
    }
  }

  private String token() throws KubeletException {
    try {
      String token = Files.readString(settings.tokenFile()).strip();
      if (token.matches("[\\x21-\\x7e]+")) {
        return token;
      }
    } catch (IOException e) {
      throw new KubeletException("the token cannot be read: " + e);
    }
    throw new KubeletException("the token's file does not hold one token");
  }

  /** Made when it is needed, since the certificates may come after this process. */
  private HttpClient client() throws KubeletException {
    HttpClient made = http;
    if (made == null) {
      made = HttpClient.newBuilder().sslContext(trust()).connectTimeout(settings.timeout()).build();
      http = made;
    }
    return made;
  }

  private SSLContext trust() throws KubeletException {
    try (InputStream pem = Files.newInputStream(settings.caFile())) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int index = 0;
      for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca" + index++, ca);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new KubeletException("the certificates cannot be read: " + e);
    }
  }
}
