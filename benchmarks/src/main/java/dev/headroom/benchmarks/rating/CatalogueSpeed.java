package dev.headroom.benchmarks.rating;

import dev.headroom.pricing.Invoice;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Microseconds that a month takes by a vendor's book. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CatalogueSpeed {
  /** Id of the book; JMH sets it. */
  @Param("snowflake")
  public String book = "snowflake";

  private RatedMonth month = MonthKind.GRADUATED.month();

  @Setup
  public void setUp() {
    month = CatalogueMonth.of(Objects.requireNonNull(CatalogueMonth.books().get(book)));
  }

  @Benchmark
  public Invoice rated() {
    return month.rated();
  }

  /** The reference: as many windows at a flat price. */
  @Benchmark
  public BigDecimal flat() {
    return month.flat();
  }
}
