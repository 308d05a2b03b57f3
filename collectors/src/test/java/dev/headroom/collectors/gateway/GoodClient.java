package dev.headroom.collectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client of another tenant who sends one small request after the other while something happens to
 * the gateway. Times are printed, not asserted.
 */
final class GoodClient implements AutoCloseable {
  private final String endpoint;
  private final Thread thread = new Thread(this::send, "good client");
  private final Map<Integer, Integer> answers = new TreeMap<>();
  private final List<Long> nanos = new ArrayList<>();
  private final List<Exception> failures = new ArrayList<>();
  private volatile boolean sending = true;
  private int again; // of the thread, until it has ended

  GoodClient(Stand stand) {
    this(stand.httpEndpoint());
  }

  GoodClient(String endpoint) {
    this.endpoint = endpoint;
    thread.setDaemon(true);
    thread.start();
  }

  private void send() {
    while (sending) {
      long start = System.nanoTime();
      try {
        int status = post();
        if (status == 503) {
          // As every client of OTLP does.
          Thread.sleep(1_000);
          status = post();
          again++;
        }
        answers.merge(status, 1, Integer::sum);
        nanos.add(System.nanoTime() - start);
        Thread.sleep(5);
      } catch (Exception e) {
        failures.add(e);
      }
    }
  }

  private int post() throws Exception {
    return new HttpPost(endpoint, Requests.withPoints(3))
        .header("Authorization", "Bearer " + Stand.GLOBEX_TOKEN)
        .send()
        .statusCode();
  }

  /** Every request was stored, and nearly all of them when they were first sent. */
  void assertServed(String during) throws InterruptedException {
    sending = false;
    thread.join(30_000);
    assertThat(thread.isAlive()).as("the good client waits during %s", during).isFalse();
    assertThat(failures).as(during).isEmpty();
    assertThat(answers).as(during).containsOnlyKeys(200);
    assertThat(again).as("sent again during %s", during).isLessThanOrEqualTo(5 + nanos.size() / 10);
    Collections.sort(nanos);
    System.out.printf(
        "%s: %d requests of a good client, %d of them sent again, median %.1f ms, worst %.1f ms%n",
        during,
        nanos.size(),
        again,
        nanos.get(nanos.size() / 2) / 1e6,
        nanos.get(nanos.size() - 1) / 1e6);
  }

  @Override
  public void close() {
    sending = false;
  }
}
