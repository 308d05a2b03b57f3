package dev.headroom.collectors.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** One request to {@code /v1/metrics}, valid until told otherwise. */
final class HttpPost {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final HttpRequest.Builder request;
  private String method = "POST";
  private byte[] body;

  HttpPost(Stand stand, byte[] body) {
    this(stand.httpEndpoint(), body);
  }

  HttpPost(String endpoint, byte[] body) {
    this.body = body;
    request =
        HttpRequest.newBuilder(URI.create(endpoint + "/v1/metrics"))
            .header("Authorization", "Bearer " + Stand.ACME_TOKEN)
            .header("Content-Type", "application/x-protobuf");
  }

  HttpPost header(String name, String value) {
    request.setHeader(name, value);
    return this;
  }

  HttpPost method(String name) {
    method = name;
    return this;
  }

  HttpPost path(Stand stand, String path) {
    request.uri(URI.create(stand.httpEndpoint() + path));
    return this;
  }

  HttpPost gzip() {
    body = Requests.gzip(body);
    return header("Content-Encoding", "gzip");
  }

  HttpResponse<byte[]> send() throws IOException, InterruptedException {
    return CLIENT.send(
        request.method(method, HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  static String message(HttpResponse<byte[]> response) throws InvalidProtocolBufferException {
    return Status.parseFrom(response.body()).getMessage();
  }
}
