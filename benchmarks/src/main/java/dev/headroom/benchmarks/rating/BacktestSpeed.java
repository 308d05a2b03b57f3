package dev.headroom.benchmarks.rating;

import dev.headroom.cli.billing.Backtest;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.Tenants;
import dev.headroom.pricing.Vendor;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Milliseconds that a backtest of many tenants takes, the usage being in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class BacktestSpeed {
  /** A backtest rates by the books there are, and by those proposed. */
  private static final int RATINGS = 2;

  /** Each with 744 hours of five meters; JMH sets it. */
  @Param("1000")
  public int tenants = 1;

  private final RatedMonth month = MonthKind.FIVE_METERS.month();
  private Tenants all = tenants(tenants);

  @Setup
  public void setUp() {
    all = tenants(tenants);
  }

  private Tenants tenants(int count) {
    Tenant one = month.tenant();
    List<Tenant> list =
        IntStream.range(0, count)
            .mapToObj(i -> new Tenant(one.id() + i, one.name(), one.subscriptions()))
            .toList();
    return new Tenants("headroom.dev/v1", "Tenants", Vendor.UNNAMED, list);
  }

  /** All tenants, by the books there are and by the same as those proposed. */
  @Benchmark
  public List<Backtest.Row> backtest() {
    return new Backtest(month.books(), month.books())
        .run(all, id -> month.usage(), RatedMonth.MONTH::equals);
  }

  /** The reference: as many windows at a flat price. */
  @Benchmark
  public BigDecimal flat() {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < RATINGS * tenants; i++) {
      sum = sum.add(month.flat());
    }
    return sum;
  }
}
