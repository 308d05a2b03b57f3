package dev.headroom.aggregation.savepoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.usage.metering.ModelLoad;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** What is sent before the savepoint and after it. */
record History(List<Sent> before, List<Sent> after) {
  private static final int TENANTS = 3;
  private static final int POINTS_PER_SERIES = 14;

  /** One record of the usage topic, its request in base64. */
  record Sent(String tenant, int points, String request) {
    private static Sent of(String tenant, int points, byte[] request) {
      return new Sent(tenant, points, Base64.getEncoder().encodeToString(request));
    }

    static Sent of(ModelLoad.Sent sent) {
      return of(sent.tenant(), sent.points().size(), sent.request());
    }

    /** Nobody can read it. */
    static Sent malformed(String tenant) {
      return of(tenant, 1, new byte[] {10, 120, 1});
    }

    private String line() {
      return tenant + "," + points + "," + request;
    }

    private static Sent of(String line) {
      String[] cells = line.split(",", -1);
      return new Sent(cells[0], Integer.parseInt(cells[1]), cells[2]);
    }
  }

  /** Random histories of every aggregation, and a record for the quarantine in each half. */
  static History random(long seed) {
    List<Sent> all =
        ModelLoad.of(new SplittableRandom(seed), TENANTS, POINTS_PER_SERIES).requests().stream()
            .map(Sent::of)
            .toList();
    List<Sent> before = new ArrayList<>(all.subList(0, all.size() / 2));
    before.add(Sent.malformed("tenant-0"));
    List<Sent> after = new ArrayList<>(all.subList(all.size() / 2, all.size()));
    after.add(Sent.malformed("tenant-1"));
    return new History(before, after);
  }

  static History read(Archive archive) {
    return new History(half(archive, "before.csv"), half(archive, "after.csv"));
  }

  private static List<Sent> half(Archive archive, String name) {
    byte[] bytes = archive.files().get(name);
    return new String(bytes == null ? new byte[0] : bytes, UTF_8).lines().map(Sent::of).toList();
  }

  void addTo(Archive archive) {
    archive.files().put("before.csv", csv(before));
    archive.files().put("after.csv", csv(after));
  }

  private static byte[] csv(List<Sent> half) {
    return half.stream().map(Sent::line).collect(Collectors.joining("\n")).getBytes(UTF_8);
  }

  static void send(JobFixture fixture, List<Sent> half) {
    half.forEach(
        sent ->
            fixture.send(sent.tenant(), sent.points(), Base64.getDecoder().decode(sent.request())));
  }
}
