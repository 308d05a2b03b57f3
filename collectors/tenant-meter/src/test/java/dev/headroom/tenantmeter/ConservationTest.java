package dev.headroom.tenantmeter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.tenantmeter.Collected.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Whatever happens to tenants, the last values of all series add up to what was recorded. */
class ConservationTest {
  private static final Duration FORGET = Duration.ofSeconds(100);
  private static final String NOBODY = "nobody";

  private final Collected collected = new Collected();
  private final AtomicLong nanos = new AtomicLong();
  private final Map<Series, Long> last = new TreeMap<>();

  private TenantMeter meter(int maxTenants) {
    return TenantMeter.create(
        collected.sdk(), new TenantMeterOptions(maxTenants, FORGET), nanos::get);
  }

  /** No series may fall but those of what there is now. */
  private void collect() {
    collected
        .values()
        .forEach(
            (series, value) -> {
              Long before = last.put(series, value);
              if (!series.is("headroom.tenants.tracked")
                  && !series.is("headroom.sessions.active")) {
                assertThat(before == null ? 0 : before).as("%s", series).isLessThanOrEqualTo(value);
              }
            });
  }

  private Map<String, Long> byTenant(String metric) {
    Map<String, Long> sums = new TreeMap<>();
    last.forEach(
        (series, value) -> {
          if (series.is(metric)) {
            String tenant = series.attributes().get(Labels.TENANT);
            sums.merge(tenant == null ? NOBODY : tenant, value, Long::sum);
          }
        });
    return sums;
  }

  private long value(String metric) {
    return byTenant(metric).getOrDefault(NOBODY, 0L);
  }

  /** Until the collector has seen that nobody has the handles that nobody has. */
  private void collectWithoutGarbage(int tracked) {
    for (int i = 0; i < 200; i++) {
      System.gc();
      collect();
      if (value("headroom.tenants.tracked") <= tracked) {
        return;
      }
    }
    throw new AssertionError("still " + value("headroom.tenants.tracked") + " tenants");
  }

  @Test
  void manyThreadsLoseNothing() throws Exception {
    int threads = 8;
    int tenants = 12;
    int each = 50_000;
    TenantMeter meter = meter(10);
    ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
    List<Future<long[]>> sums = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int seed = t;
      sums.add(
          pool.submit(
              () -> {
                SplittableRandom random = new SplittableRandom(seed);
                long[] sum = new long[tenants];
                for (int i = 0; i < each; i++) {
                  int tenant = random.nextInt(tenants);
                  long rows = random.nextInt(1000);
                  sum[tenant] += rows;
                  meter.tenant("t" + tenant).rows(rows);
                }
                return sum;
              }));
    }
    Future<?> reader =
        pool.submit(
            () -> {
              while (!sums.stream().allMatch(Future::isDone)) {
                collect();
              }
            });
    long[] total = new long[tenants];
    for (Future<long[]> sum : sums) {
      long[] of = sum.get(60, TimeUnit.SECONDS);
      for (int i = 0; i < tenants; i++) {
        total[i] += of[i];
      }
    }
    reader.get(60, TimeUnit.SECONDS);
    pool.shutdownNow();
    collect();
    Map<String, Long> rows = byTenant("headroom.rows");
    long others = 0;
    for (int i = 0; i < tenants; i++) {
      Long reported = rows.get("t" + i);
      if (reported == null) {
        others += total[i];
      } else {
        assertThat(reported).isEqualTo(total[i]);
      }
    }
    assertThat(rows).hasSize(11).containsEntry(NOBODY, others);
    assertThat(value("headroom.tenants.tracked")).isEqualTo(10);
  }

  @Test
  void tenantsBeyondTheMaximumAreCountedAndToldOnce() {
    List<String> told = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            told.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(TenantTable.class.getName());
    log.addHandler(handler);
    try {
      TenantMeter meter = meter(2);
      List<Tenant> kept = List.of(meter.tenant("a"), meter.tenant("b"));
      Tenant c = meter.tenant("c");
      assertThat(c.id()).isEmpty();
      assertThat(c).isSameAs(meter.tenant("d")).hasToString("(no tenant of its own)");
      kept.forEach(Tenant::request);
      c.requests(5);
      c.bytesIn(7);
      c.cpuNanos(9);
      Session session = c.session();
      nanos.addAndGet(3);
      session.close();
      collect();
      assertThat(byTenant("headroom.requests")).isEqualTo(Map.of("a", 1L, "b", 1L, NOBODY, 5L));
      assertThat(value("process.network.io")).isEqualTo(7);
      assertThat(value("headroom.session.time")).isEqualTo(3);
      assertThat(value("headroom.tenants.overflowed")).isEqualTo(2);
      // CPU time of all is in that of the process, which is never less.
      assertThat(byTenant("headroom.cpu.time")).containsOnlyKeys(NOBODY);
      assertThat(told).singleElement().asString().contains("without tenant.id");
    } finally {
      log.removeHandler(handler);
    }
  }

  @Test
  void whoeverIsIdleAndKeptByNobodyMakesRoomAndComesBackAnew() {
    TenantMeter meter = meter(2);
    Tenant kept = meter.tenant("kept");
    kept.requests(1);
    meter.tenant("gone").requests(10);
    collect();
    nanos.addAndGet(FORGET.toNanos() - 1);
    System.gc();
    collect();
    assertThat(value("headroom.tenants.tracked")).isEqualTo(2);
    nanos.addAndGet(1);
    collectWithoutGarbage(1);
    assertThat(collected.values().keySet().toString()).contains("kept").doesNotContain("gone");

    meter.tenant("gone").requests(3);
    kept.requests(1);
    collect();
    assertThat(byTenant("headroom.requests")).isEqualTo(Map.of("gone", 13L, "kept", 2L));
    assertThat(last.keySet().toString())
        .contains("headroom.requests {request} {headroom.series=1, tenant.id=gone}");
  }

  @Test
  void aSessionKeepsItsTenant() {
    TenantMeter meter = meter(1);
    Session session = meter.tenant("acme").session();
    for (int i = 0; i < 5; i++) {
      nanos.addAndGet(FORGET.toNanos());
      System.gc();
      collect();
    }
    assertThat(value("headroom.tenants.tracked")).isEqualTo(1);
    session.close();
    collect();
    assertThat(byTenant("headroom.session.time")).containsEntry("acme", 5 * FORGET.toNanos());
    assertThat(byTenant("headroom.sessions.active")).containsEntry("acme", 0L);
  }

  /** Tenants that come and go, with too few places, handles kept and dropped, and collections. */
  @Test
  void nothingIsLostOrCountedTwiceWhoeverComesAndGoes() {
    int seed = new Random().nextInt();
    System.out.println("ConservationTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    TenantMeter meter = meter(4);
    Map<String, Long> recorded = new TreeMap<>();
    List<Tenant> kept = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      int what = random.nextInt(100);
      if (what < 80) {
        Tenant tenant =
            !kept.isEmpty() && random.nextBoolean()
                ? kept.get(random.nextInt(kept.size()))
                : meter.tenant("t" + random.nextInt(8));
        long rows = random.nextInt(100);
        tenant.rows(rows);
        recorded.merge(tenant.id().orElse(NOBODY), rows, Long::sum);
        if (random.nextInt(20) == 0) {
          kept.add(tenant);
        }
      } else if (what < 90) {
        collect();
        nanos.addAndGet(random.nextLong(FORGET.toNanos()));
      } else if (what < 97 && !kept.isEmpty()) {
        kept.remove(random.nextInt(kept.size()));
      } else if (what == 99) {
        kept.clear();
        collect();
        nanos.addAndGet(FORGET.toNanos());
        collectWithoutGarbage(0);
      }
    }
    collect();
    Map<String, Long> reported = byTenant("headroom.rows");
    recorded.values().removeIf(rows -> rows == 0);
    assertThat(reported).as("seed %d", seed).isEqualTo(recorded);
    assertThat(last.keySet().toString()).contains("headroom.series");
  }
}
