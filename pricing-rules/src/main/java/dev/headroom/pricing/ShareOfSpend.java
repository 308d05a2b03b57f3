package dev.headroom.pricing;

import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A graduated share of what is before it, such as a support plan.
 *
 * @param share ranges of the spend, the last one open
 * @param least what it costs at least, in the currency; null for nothing
 */
record ShareOfSpend(String id, String description, List<Range> share, @Nullable Rational least)
    implements InvoiceStep {

  /**
   * A range of the spend.
   *
   * @param upTo its end in the currency; null if open
   * @param percent of what lies inside
   */
  record Range(@Nullable Rational upTo, Rational percent) {}

  ShareOfSpend {
    share = List.copyOf(share);
  }

  @Override
  public ChargeKind kind() {
    return ChargeKind.FEE;
  }

  @Override
  public Rational amount(LinesSoFar lines) {
    Rational total = lines.total();
    Rational amount = Rational.ZERO;
    Rational from = Rational.ZERO;
    for (Range range : share) {
      Rational end = range.upTo();
      Rational to = end == null ? total : total.min(end);
      if (to.compareTo(from) > 0) {
        amount = amount.plus(to.minus(from).times(range.percent()).dividedBy(Rational.of(100)));
      }
      from = to;
    }
    return least == null ? amount : amount.max(least);
  }

  @Override
  public String words(LinesSoFar lines) {
    StringJoiner ranges = new StringJoiner(", ");
    for (Range range : share) {
      String end = range.upTo() == null ? "of the rest" : "up to " + Figure.of(range.upTo());
      ranges.add(Figure.of(range.percent()) + " percent " + (share.size() == 1 ? "of it" : end));
    }
    return ranges + (least == null ? "" : ", at least " + Figure.of(least));
  }
}
