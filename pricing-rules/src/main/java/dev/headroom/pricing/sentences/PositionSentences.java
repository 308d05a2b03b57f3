package dev.headroom.pricing.sentences;

import dev.headroom.pricing.Figure;
import dev.headroom.pricing.PositionExplanation;
import dev.headroom.pricing.PriceLine;
import dev.headroom.pricing.UsageExplanation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What has an allowance and tiers of its own, where that is not the line as a whole. */
final class PositionSentences {
  private final UsageExplanation line;
  private final PriceLine rule;
  private final int most;

  /** {@code most}: how many positions are listed. */
  PositionSentences(UsageExplanation line, int most) {
    this.line = line;
    this.rule = line.rule();
    this.most = most;
  }

  void say(Paragraph out) {
    List<String> of = new ArrayList<>();
    if (rule.cycle() != PriceLine.Cycle.MONTH) {
      of.add("each " + rule.cycle().name().toLowerCase(Locale.ROOT));
    }
    if (rule.scope() == PriceLine.Scope.EACH) {
      of.add("each " + Phrase.list(rule.each()));
    }
    if (of.isEmpty() || line.positions().isEmpty()) {
      return;
    }
    int number = line.positions().size();
    out.say(
        "Allowance and tiers begin anew for %s: %s%s."
            .formatted(
                String.join(" and ", of),
                Phrase.number(number, "position"),
                number > most ? ", the largest" : ""));
    line.positions().stream()
        .sorted(
            Comparator.comparing((PositionExplanation position) -> position.quantity().negated())
                .thenComparing(PositionExplanation::cycle)
                .thenComparing(position -> position.dimensions().toString()))
        .limit(most)
        .forEach(position -> out.detail(sentence(position)));
  }

  private String sentence(PositionExplanation position) {
    List<String> of = new ArrayList<>();
    if (rule.cycle() != PriceLine.Cycle.MONTH) {
      of.add(position.cycle());
    }
    if (rule.scope() == PriceLine.Scope.EACH) {
      of.add(Phrase.dimensions(position.dimensions()));
    }
    PositionExplanation.EarnedAllowance free = position.allowance();
    String beyond =
        free == null
            ? ""
            : " of %s used, %s being free"
                .formatted(Figure.of(free.used()), Figure.of(free.earned()));
    return "%s: %s%s, at a cost of %s."
        .formatted(
            String.join(", ", of),
            Phrase.quantity(position.quantity(), line.line().pricingUnit()),
            beyond,
            Figure.money(position.cost(), line.rounding().exponent()));
  }
}
