package dev.headroom.benchmarks.rating;

import dev.headroom.pricing.Invoice;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Microseconds that a tenant's month takes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RatingSpeed {
  /** What is rated; JMH sets it. */
  @Param public MonthKind kind = MonthKind.GRADUATED;

  private RatedMonth month = kind.month();

  @Setup
  public void setUp() {
    month = kind.month();
  }

  /** The whole bill anew: what a correction in the first hour of the month takes. */
  @Benchmark
  public Invoice rated() {
    return month.rated();
  }

  /** The reference. */
  @Benchmark
  public BigDecimal flat() {
    return month.flat();
  }
}
