package dev.headroom.pricing.sentences;

import dev.headroom.pricing.Combine;
import dev.headroom.pricing.Figure;
import dev.headroom.pricing.PriceLine;
import dev.headroom.pricing.Rational;
import dev.headroom.pricing.UsageExplanation;
import dev.headroom.pricing.WindowExplanation;
import dev.headroom.pricing.WindowExplanation.Banked;
import dev.headroom.pricing.WindowExplanation.Move;
import dev.headroom.pricing.WindowExplanation.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** One window of a line, step by step. */
final class WindowSentences {
  private final UsageExplanation line;
  private final PriceLine rule;
  private final String unit;

  WindowSentences(UsageExplanation line) {
    this.line = line;
    this.rule = line.rule();
    this.unit = line.line().pricingUnit();
  }

  void say(WindowExplanation window, Paragraph out) {
    out.say("Window %s to %s.".formatted(window.start(), window.end()));
    window.taken().forEach(taken -> say(taken, out));
    window.banked().forEach(banked -> out.say(sentence(banked)));
    window.moves().forEach(move -> out.say(sentence(move)));
    out.say(
        "The window is charged %s %s."
            .formatted(
                Figure.money(Rational.of(window.charged()), line.rounding().exponent()),
                line.line().currency()));
  }

  private void say(Taken taken, Paragraph out) {
    out.say("%s%s.".formatted(of(taken.dimensions()), used(taken)));
    Rational before = taken.combined();
    for (int i = 0; i < taken.afterSteps().size(); i++) {
      Rational after = taken.afterSteps().get(i);
      String became =
          after.equals(before) ? " stays" : " became " + Phrase.quantity(after, unit(i));
      String words = rule.quantity().get(i).words();
      out.detail("Step %d, %s: %s%s.".formatted(i + 1, words, Figure.of(before), became));
      before = after;
    }
    if (!before.equals(taken.quantity())) {
      out.detail("Rounded half-even to 9 places: %s.".formatted(Figure.of(taken.quantity())));
    }
  }

  private String used(Taken taken) {
    List<String> used = new ArrayList<>();
    for (int i = 0; i < taken.meters().size(); i++) {
      UsageExplanation.Meter meter = line.meters().get(i);
      used.add(
          "%s of %s"
              .formatted(
                  Phrase.quantity(taken.meters().get(i), meter.convertedUnit()), meter.name()));
    }
    Combine combine = rule.combine();
    String together =
        combine == null
            ? ""
            : ", %s: %s"
                .formatted(
                    QuantitySentences.words(combine, "them"),
                    Phrase.quantity(taken.combined(), unit));
    return Phrase.list(used) + together;
  }

  /** After a step: that of the invoice after the last one. */
  private String unit(int step) {
    boolean last = step == rule.quantity().size() - 1;
    return last || rule.unit() == null ? unit : rule.unit();
  }

  private String sentence(Banked bank) {
    return ("%she bank had %s and earned %s, %s were lost above the cap; %s of %s used were spent"
            + " from it, %s are left in it.")
        .formatted(
            the(bank.dimensions()),
            Figure.of(bank.before()),
            Figure.of(bank.earned()),
            Figure.of(bank.lost()),
            Figure.of(bank.spent()),
            Figure.of(bank.used()),
            Figure.of(bank.after()));
  }

  private String sentence(Move move) {
    String to = Phrase.quantity(move.to(), unit);
    return move.to().equals(move.from())
        ? "%she position stays at %s.".formatted(the(move.dimensions()), to)
        : "%she position moves from %s to %s."
            .formatted(the(move.dimensions()), Figure.of(move.from()), to);
  }

  private static String of(SortedMap<String, String> dimensions) {
    return dimensions.isEmpty() ? "" : Phrase.dimensions(dimensions) + ": ";
  }

  /** The first letter of {@code the}, which begins the sentence if nothing is kept apart. */
  private static String the(SortedMap<String, String> dimensions) {
    return dimensions.isEmpty() ? "T" : of(dimensions) + "t";
  }
}
