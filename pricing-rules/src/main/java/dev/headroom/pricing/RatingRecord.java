package dev.headroom.pricing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps what the rating tells, and makes explanations of it: one for each line of the invoice. */
final class RatingRecord implements RatingTrace {
  private final List<Explanation> explanations = new ArrayList<>();
  private final Map<String, LineRecord> lines = new HashMap<>();
  private final Map<String, Step> steps = new HashMap<>();
  private @Nullable PriceBook book;
  private @Nullable BillingPeriod period;

  private record Step(InvoiceStep step, LinesSoFar seen, Rational exact) {}

  /** Of all books so far, in the order of the invoice. */
  List<Explanation> explanations() {
    return explanations;
  }

  @Override
  public void book(PriceBook next, BillingPeriod itsPeriod) {
    book = next;
    period = itsPeriod;
    lines.clear();
    steps.clear();
  }

  @Override
  public LineTrace line(PriceLine line) {
    LineRecord record =
        new LineRecord(line, Objects.requireNonNull(period), LineRounding.of(known()));
    lines.put(line.id(), record);
    return record;
  }

  @Override
  public void step(InvoiceStep step, LinesSoFar seen, Rational exact) {
    steps.put(step.id(), new Step(step, seen, exact));
  }

  @Override
  public void rated(RatedPeriod rated) {
    rated.lines().forEach(line -> explanations.add(explanation(line, rated)));
  }

  private Explanation explanation(InvoiceLine line, RatedPeriod rated) {
    LineRecord record = lines.get(line.skuId());
    if (record != null) {
      List<Charge> own =
          rated.charges().stream().filter(charge -> charge.skuId().equals(line.skuId())).toList();
      return record.explanation(line, own);
    }
    Step step = steps.get(line.skuId());
    return step == null
        ? UnpricedExplanation.of(line, rated.period(), rated.charges())
        : explanation(step, line, rated.period());
  }

  private StepExplanation explanation(Step told, InvoiceLine line, BillingPeriod whole) {
    List<String> of = told.step().of();
    List<InvoiceLine> seen =
        told.seen().lines().stream()
            .filter(before -> of.isEmpty() || of.contains(before.skuId()))
            .toList();
    String words = told.step().words(told.seen());
    return new StepExplanation(line, whole, seen, words, told.exact(), LineRounding.of(known()));
  }

  private PriceBook known() {
    return Objects.requireNonNull(book);
  }
}
