package dev.headroom.pricing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a line took of each of its meters. */
final class MeterRecords {
  private final List<Meter> meters = new ArrayList<>();

  /** Rows come window by window, those of one window together. */
  private static final class Meter {
    private final MeterPart part;
    private final boolean earns;
    private String unit = "";
    private Rational conversion = Rational.ZERO;
    private BigDecimal total = BigDecimal.ZERO;
    private long windows;
    private Instant start = Instant.MIN;
    private Instant end = Instant.MIN;

    Meter(MeterPart part, boolean earns) {
      this.part = part;
      this.earns = earns;
    }

    void add(UsageQuantity row) {
      if (!row.windowStart().equals(start) || !row.windowEnd().equals(end)) {
        start = row.windowStart();
        end = row.windowEnd();
        windows++;
      }
      total = total.add(row.quantity());
    }

    Rational units(Rational quantity) {
      return quantity.times(conversion).times(part.times());
    }

    UsageExplanation.Meter explanation() {
      return new UsageExplanation.Meter(
          part.meter(),
          part.where(),
          earns,
          windows,
          total,
          unit,
          conversion,
          part.unit(),
          part.times(),
          units(Rational.of(total)));
    }
  }

  MeterRecords(PriceLine line) {
    line.parts().forEach(part -> meters.add(new Meter(part, false)));
    MeterPart earning = line.earning();
    if (earning != null) {
      meters.add(new Meter(earning, true));
    }
  }

  private Meter meter(int part) {
    return meters.get(part == LineRows.EARNING ? meters.size() - 1 : part);
  }

  void learnt(int part, String unit, Rational conversion) {
    Meter meter = meter(part);
    meter.unit = unit;
    meter.conversion = conversion;
  }

  void row(LineRows.Row row) {
    meter(row.part()).add(row.usage());
  }

  /** Units of the first meter in so many 10⁻⁹ of its usage's unit. */
  Rational first(BigInteger quanta) {
    return meters.get(0).units(Rational.of(new BigDecimal(quanta, UsageQuantity.SCALE)));
  }

  List<UsageExplanation.Meter> explanations() {
    return meters.stream().map(Meter::explanation).toList();
  }
}
