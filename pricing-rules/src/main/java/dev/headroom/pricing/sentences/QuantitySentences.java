package dev.headroom.pricing.sentences;

import dev.headroom.pricing.Combine;
import dev.headroom.pricing.Figure;
import dev.headroom.pricing.PriceLine;
import dev.headroom.pricing.Rational;
import dev.headroom.pricing.UsageExplanation;
import dev.headroom.pricing.WindowExplanation.Taken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the windows of a line came to, all together: apart, combined, and step by step. */
final class QuantitySentences {
  private final UsageExplanation line;
  private final PriceLine rule;
  private final String unit;
  private final List<Taken> taken;
  private final int most;

  /** {@code most}: how many combinations of dimensions are listed. */
  QuantitySentences(UsageExplanation line, int most) {
    this.line = line;
    this.rule = line.rule();
    this.unit = line.line().pricingUnit();
    this.taken = line.windows().stream().flatMap(window -> window.taken().stream()).toList();
    this.most = most;
  }

  void say(Paragraph out) {
    Combine combine = rule.combine();
    if (combine != null) {
      Rational sum = Phrase.sum(taken, Taken::combined);
      String names = Phrase.list(priced());
      out.say(
          "Window by window, %s counts: %s."
              .formatted(words(combine, names), Phrase.quantity(sum, unit)));
    }
    steps(out);
    apart(out);
    if (rule.over() == PriceLine.Over.MAX) {
      out.say("Of all windows the greatest counts, not their sum.");
    }
  }

  private List<String> priced() {
    return line.meters().stream()
        .filter(meter -> !meter.earns())
        .map(UsageExplanation.Meter::name)
        .toList();
  }

  static String words(Combine combine, String names) {
    return "the %s of %s".formatted(combine.name().toLowerCase(Locale.ROOT), names);
  }

  private void steps(Paragraph out) {
    for (int i = 0; i < rule.quantity().size(); i++) {
      out.say("Step %d, %s: %s.".formatted(i + 1, rule.quantity().get(i).words(), step(i)));
    }
  }

  private String step(int step) {
    long changed =
        taken.stream().filter(own -> !before(own, step).equals(own.afterSteps().get(step))).count();
    String last = step == rule.quantity().size() - 1 ? unit : own();
    Rational from = Phrase.sum(taken, own -> before(own, step));
    Rational to = Phrase.sum(taken, own -> own.afterSteps().get(step));
    String of = taken.size() == 1 ? "1 quantity" : Figure.of(taken.size()) + " quantities";
    return changed == 0
        ? "it changed none of %s, which remain %s".formatted(of, Phrase.quantity(to, last))
        : "it changed %s of %s, %s became %s"
            .formatted(Figure.of(changed), of, Figure.of(from), Phrase.quantity(to, last));
  }

  /** The unit before the last step, where the line says one. */
  private String own() {
    return rule.unit() == null ? unit : rule.unit();
  }

  static Rational before(Taken taken, int step) {
    return step == 0 ? taken.combined() : taken.afterSteps().get(step - 1);
  }

  private void apart(Paragraph out) {
    if (rule.each().isEmpty() || taken.isEmpty()) {
      return;
    }
    Map<String, List<Taken>> combinations = new TreeMap<>();
    taken.forEach(
        own ->
            combinations
                .computeIfAbsent(Phrase.dimensions(own.dimensions()), k -> new ArrayList<>())
                .add(own));
    out.say(
        "Kept apart by %s: %s%s."
            .formatted(
                Phrase.list(rule.each()),
                Phrase.number(combinations.size(), "combination"),
                combinations.size() > most ? ", the largest" : ""));
    combinations.entrySet().stream()
        .sorted(Comparator.comparing(entry -> quantity(entry.getValue()).negated()))
        .limit(most)
        .forEach(entry -> out.detail(combination(entry.getKey(), entry.getValue())));
  }

  private String combination(String name, List<Taken> of) {
    return "%s: %s in %s."
        .formatted(name, Phrase.quantity(quantity(of), unit), Phrase.number(of.size(), "window"));
  }

  private static Rational quantity(List<Taken> of) {
    return Phrase.sum(of, Taken::quantity);
  }
}
