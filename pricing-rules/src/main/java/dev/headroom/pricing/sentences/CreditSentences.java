package dev.headroom.pricing.sentences;

import dev.headroom.pricing.CreditBank;
import dev.headroom.pricing.Figure;
import dev.headroom.pricing.PositionExplanation;
import dev.headroom.pricing.PositionExplanation.EarnedAllowance;
import dev.headroom.pricing.Rational;
import dev.headroom.pricing.UsageExplanation;
import dev.headroom.pricing.WindowExplanation.Banked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What another meter made free: out of a bank of credits, or as an allowance. */
final class CreditSentences {
  private final UsageExplanation line;
  private final String unit;
  private final int most;

  /** {@code most}: how many banks are listed. */
  CreditSentences(UsageExplanation line, int most) {
    this.line = line;
    this.unit = line.line().pricingUnit();
    this.most = most;
  }

  void say(Paragraph out) {
    CreditBank bank = line.rule().creditBank();
    if (bank != null) {
      banks(bank, out);
    } else if (line.rule().allowanceOf() != null) {
      allowance(line.rule().allowanceOf().meter(), out);
    }
  }

  private void banks(CreditBank bank, Paragraph out) {
    Map<String, List<Banked>> banks = new TreeMap<>();
    line.windows().stream()
        .flatMap(window -> window.banked().stream())
        .forEach(
            own -> banks.computeIfAbsent(name(own.dimensions()), k -> new ArrayList<>()).add(own));
    banks.entrySet().stream()
        .limit(most)
        .forEach(entry -> out.say(bank(entry.getKey(), entry.getValue(), bank.cap())));
    if (banks.size() > most) {
      int others = banks.size() - most;
      out.say(
          "%s %s not listed."
              .formatted(Phrase.number(others, "more bank"), others == 1 ? "is" : "are"));
    }
  }

  private String bank(String name, List<Banked> windows, Rational cap) {
    Rational before = windows.get(0).before();
    return ("The bank%s%s earned %s, of which %s were lost above the cap of %s; %s of %s used were"
            + " spent from it, %s are priced, and %s are left at the end.")
        .formatted(
            name,
            before.signum() == 0 ? "" : " held " + Phrase.quantity(before, unit) + " and",
            Phrase.quantity(Phrase.sum(windows, Banked::earned), unit),
            Figure.of(Phrase.sum(windows, Banked::lost)),
            Figure.of(cap),
            Figure.of(Phrase.sum(windows, Banked::spent)),
            Figure.of(Phrase.sum(windows, Banked::used)),
            Figure.of(Phrase.sum(windows, Banked::left)),
            Figure.of(windows.get(windows.size() - 1).after()));
  }

  private static String name(SortedMap<String, String> dimensions) {
    return dimensions.isEmpty() ? "" : " of " + Phrase.dimensions(dimensions);
  }

  private void allowance(String meter, Paragraph out) {
    List<EarnedAllowance> all =
        line.positions().stream()
            .flatMap(position -> Stream.ofNullable(position.allowance()))
            .toList();
    Rational used = Phrase.sum(all, EarnedAllowance::used);
    Rational priced = Phrase.sum(line.positions(), PositionExplanation::quantity);
    out.say(
        "%s makes %s free: of %s used, %s are free and %s are priced."
            .formatted(
                meter,
                Phrase.quantity(Phrase.sum(all, EarnedAllowance::earned), unit),
                Figure.of(used),
                Figure.of(used.minus(priced)),
                Figure.of(priced)));
  }
}
