package dev.headroom.pricing.sentences;

import dev.headroom.pricing.Commitment;
import dev.headroom.pricing.CommitmentExplanation;
import dev.headroom.pricing.Explanation;
import dev.headroom.pricing.FeeExplanation;
import dev.headroom.pricing.Figure;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.LineRounding;
import dev.headroom.pricing.PriceLine;
import dev.headroom.pricing.Rational;
import dev.headroom.pricing.StepExplanation;
import dev.headroom.pricing.UnpricedExplanation;
import dev.headroom.pricing.UsageExplanation;
import java.util.List;
import java.util.Locale;

/** From an exact cost to what is payable, and the lines that are not for usage. */
final class AmountSentences {
  private AmountSentences() {}

  static void say(UsageExplanation line, Paragraph out) {
    Rational maximum = line.rule().maximum();
    int places = line.rounding().exponent();
    out.say(
        "The exact cost is %s %s.".formatted(exact(line.exact(), places), line.line().currency()));
    if (maximum != null) {
      out.say(
          line.payable().equals(line.exact())
              ? "That is not above the most of %s.".formatted(Figure.money(maximum, places))
              : "The most that the line costs is %s.".formatted(Figure.money(maximum, places)));
    }
    rounded(line, line.rounding(), out);
  }

  private static void rounded(Explanation line, LineRounding rounding, Paragraph out) {
    InvoiceLine own = line.line();
    out.say(
        "Rounded %s: %s %s."
            .formatted(
                Phrase.rounding(rounding),
                Figure.money(own.billedCost().setScale(rounding.exponent())),
                own.currency()));
  }

  static void say(FeeExplanation fee, Paragraph out) {
    int places = fee.rounding().exponent();
    long month = fee.period().month().lengthOfMonth();
    for (FeeExplanation.Part part : fee.parts()) {
      out.say(
          fee.prorate() == PriceLine.Prorate.NONE
              ? "The whole fee of a month is due: %s.".formatted(Figure.money(part.cost(), places))
              : "%s of %s at %s a month: %s."
                  .formatted(
                      Figure.of(part.days()),
                      Phrase.number(month, "day"),
                      Figure.money(part.price(), places),
                      Figure.money(part.cost(), places)));
    }
    if (fee.parts().size() > 1) {
      out.say("Together: %s.".formatted(exact(fee.exact(), places)));
    }
    rounded(fee, fee.rounding(), out);
  }

  static void say(StepExplanation step, Paragraph out) {
    int places = step.rounding().exponent();
    List<String> seen =
        step.seen().stream()
            .map(line -> line.skuId() + " " + Figure.money(line.billedCost().setScale(places)))
            .toList();
    String together = seen.size() < 2 ? "" : ", together " + Figure.money(step.sum(), places);
    out.say("It sees %s%s.".formatted(seen.isEmpty() ? "nothing" : Phrase.list(seen), together));
    String words = step.words();
    out.say(
        "%s%s: %s."
            .formatted(
                words.substring(0, 1).toUpperCase(Locale.ROOT),
                words.substring(1),
                exact(step.exact(), places)));
    rounded(step, step.rounding(), out);
  }

  private static String exact(Rational amount, int places) {
    String text = Figure.money(amount, places);
    return text.startsWith("about") ? Figure.exact(amount) : text;
  }

  static void say(CommitmentExplanation line, Paragraph out) {
    int places = line.rounding().exponent();
    String promised = Figure.money(line.commitment().amount(), places);
    String payable = Figure.money(line.payable(), places);
    String amount = exact(line.exact(), places);
    if (line.paid()) {
      out.say("What was promised is paid in advance: %s.".formatted(amount));
    } else if (line.commitment().paid() == Commitment.Paid.UPFRONT) {
      out.say(
          "The month comes to %s, and of the %s paid in advance %s are left to be used for it: %s."
              .formatted(payable, promised, Figure.money(line.left(), places), amount));
    } else {
      out.say(
          "Of the %s promised, the months came to %s; the rest is due: %s."
              .formatted(promised, payable, amount));
    }
    rounded(line, line.rounding(), out);
  }

  static void say(UnpricedExplanation unpriced, Paragraph out) {
    String unit = unpriced.line().pricingUnit();
    for (UnpricedExplanation.Reason reason : unpriced.reasons()) {
      out.say(
          "%s in %s: %s."
              .formatted(
                  Phrase.quantity(reason.quantity(), unit),
                  Phrase.number(reason.windows(), "window"),
                  reason.text()));
    }
    out.say("It costs nothing.");
  }
}
