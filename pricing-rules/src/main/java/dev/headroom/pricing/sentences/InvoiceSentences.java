package dev.headroom.pricing.sentences;

import dev.headroom.pricing.CommitmentExplanation;
import dev.headroom.pricing.Explanation;
import dev.headroom.pricing.FeeExplanation;
import dev.headroom.pricing.Figure;
import dev.headroom.pricing.InvoiceExplanation;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.StepExplanation;
import dev.headroom.pricing.UnpricedExplanation;
import dev.headroom.pricing.UsageExplanation;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.stream.Collectors;

/** How an invoice came to be, for people: a paragraph a line, and the total. */
public final class InvoiceSentences {
  /** How many positions, banks and combinations of dimensions a line lists. */
  private static final int MOST = 5;

  private final InvoiceExplanation explanation;

  public InvoiceSentences(InvoiceExplanation explanation) {
    this.explanation = explanation;
  }

  /** What there is of the invoice, line by line; of all of it also what they add up to. */
  public String text() {
    StringBuilder text = new StringBuilder(heading());
    explanation.lines().forEach(line -> text.append('\n').append(paragraph(line)));
    if (explanation.lines().size() == explanation.invoiced().size()) {
      text.append('\n').append(totals());
    }
    return text.toString();
  }

  /** What each window adds to its line. */
  public String windows() {
    StringBuilder text = new StringBuilder(heading());
    for (Explanation line : explanation.lines()) {
      if (line instanceof UsageExplanation usage) {
        Paragraph out = new Paragraph(heading(line));
        usage.windows().forEach(window -> new WindowSentences(usage).say(window, out));
        text.append('\n').append(out);
      }
    }
    return text.toString();
  }

  private String heading() {
    return "Invoice of %s for %s\n".formatted(explanation.tenantId(), explanation.month());
  }

  private static String heading(Explanation line) {
    InvoiceLine own = line.line();
    return own.bookId().isEmpty()
        ? "%s: %s".formatted(own.skuId(), own.description())
        : "%s (%s): %s".formatted(own.skuId(), own.bookId(), own.description());
  }

  private static Paragraph paragraph(Explanation line) {
    Paragraph out = new Paragraph(heading(line));
    long days = ChronoUnit.DAYS.between(line.period().from(), line.period().to());
    if (days < line.period().month().lengthOfMonth()) {
      out.say("For %s from %s on.".formatted(Phrase.number(days, "day"), line.period().from()));
    }
    if (line instanceof UsageExplanation usage) {
      new MeterSentences(usage.rule()).say(usage, out);
      new QuantitySentences(usage, MOST).say(out);
      new CreditSentences(usage, MOST).say(out);
      new PositionSentences(usage, MOST).say(out);
      new PriceSentences(usage).say(out);
      AmountSentences.say(usage, out);
    } else if (line instanceof FeeExplanation fee) {
      AmountSentences.say(fee, out);
    } else if (line instanceof StepExplanation step) {
      AmountSentences.say(step, out);
    } else if (line instanceof CommitmentExplanation commitment) {
      AmountSentences.say(commitment, out);
    } else if (line instanceof UnpricedExplanation unpriced) {
      AmountSentences.say(unpriced, out);
    }
    return out;
  }

  private String totals() {
    return explanation.totals().entrySet().stream()
        .map(total -> total(total.getKey(), total.getValue()))
        .collect(Collectors.joining());
  }

  private String total(String currency, BigDecimal total) {
    int exponent = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    String sum =
        explanation.invoiced().stream()
            .filter(line -> line.currency().equals(currency) && line.billedCost().signum() != 0)
            .map(line -> Figure.money(line.billedCost().setScale(exponent)))
            .collect(Collectors.joining(" + "))
            .replace("+ -", "- ");
    return "Total %s %s%s.\n"
        .formatted(
            Figure.money(total.setScale(exponent)), currency, sum.isEmpty() ? "" : ": " + sum);
  }
}
