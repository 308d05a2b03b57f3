package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Adds an explanation up by hand: its figures have to come to the invoice, exactly. */
final class ExplanationProof {
  private final InvoiceExplanation explanation;
  private final List<BankBalance> banksBefore;
  private final Invoice invoice;
  private final boolean isLast;

  /** Of a month that begins with empty credit banks, and is not the last. */
  ExplanationProof(InvoiceExplanation explanation, Invoice invoice) {
    this(explanation, List.of(), invoice, false);
  }

  /**
   * Of a month.
   *
   * @param banksBefore what the credit banks held at the end of the month before
   * @param isLast whether the subscription ends with it, and its banks are lost
   */
  ExplanationProof(
      InvoiceExplanation explanation,
      List<BankBalance> banksBefore,
      Invoice invoice,
      boolean isLast) {
    this.explanation = explanation;
    this.banksBefore = banksBefore;
    this.invoice = invoice;
    this.isLast = isLast;
  }

  /**
   * Checks everything.
   *
   * @param commitments lines beside those of the invoice
   */
  void check(List<InvoiceLine> commitments) {
    List<InvoiceLine> all = new ArrayList<>(invoice.lines());
    all.addAll(commitments);
    assertThat(explanation.invoiced()).isEqualTo(all);
    assertThat(explanation.lines()).extracting(Explanation::line).containsExactlyElementsOf(all);
    for (Explanation line : explanation.lines()) {
      if (line instanceof UsageExplanation usage) {
        usage(usage);
      } else if (line instanceof FeeExplanation fee) {
        billed(fee, sum(fee.parts(), FeeExplanation.Part::cost), fee.rounding());
      } else if (line instanceof StepExplanation step) {
        billed(step, step.exact(), step.rounding());
      } else if (line instanceof CommitmentExplanation commitment) {
        billed(commitment, commitment.exact(), commitment.rounding());
        assertThat(commitment.exact()).isEqualTo(due(commitment));
      } else if (line instanceof UnpricedExplanation unpriced) {
        assertThat(decimals(unpriced.reasons(), UnpricedExplanation.Reason::quantity))
            .isEqualByComparingTo(unpriced.line().pricingQuantity());
        assertThat(unpriced.line().billedCost()).isZero();
      }
    }
  }

  private static Rational due(CommitmentExplanation line) {
    Rational amount = line.commitment().amount();
    if (line.paid()) {
      return amount;
    }
    return line.commitment().paid() == Commitment.Paid.AT_END
        ? amount.minus(line.payable())
        : (line.left().compareTo(line.payable()) < 0 ? line.left() : line.payable()).negated();
  }

  private static void billed(Explanation line, Rational exact, LineRounding rounding) {
    assertThat(rounding.of(exact)).isEqualByComparingTo(line.line().billedCost());
  }

  private void usage(UsageExplanation line) {
    billed(line, line.payable(), line.rounding());
    assertThat(sum(line.positions(), PositionExplanation::cost)).isEqualTo(line.exact());
    assertThat(sum(line.prices(), PriceTotal::cost)).isEqualTo(line.exact());
    Rational quantity = sum(line.positions(), PositionExplanation::quantity);
    assertThat(sum(line.prices(), PriceTotal::quantity)).isEqualTo(quantity);
    assertThat(quantity.rounded(9, RoundingMode.HALF_EVEN))
        .isEqualByComparingTo(line.line().pricingQuantity());
    BigDecimal other =
        decimals(
            invoice.charges().stream()
                .filter(charge -> charge.kind() != ChargeKind.USAGE)
                .filter(charge -> charge.skuId().equals(line.line().skuId()))
                .toList(),
            Charge::billedCost);
    assertThat(decimals(line.windows(), WindowExplanation::charged).add(other))
        .isEqualByComparingTo(line.line().billedCost());
    meters(line);
    steps(line);
    moves(line);
    banks(line);
  }

  /** What the windows took of each meter is its total. */
  private static void meters(UsageExplanation line) {
    for (int i = 0; i < line.rule().parts().size(); i++) {
      int part = i;
      Rational taken =
          sum(line.windows(), window -> sum(window.taken(), own -> own.meters().get(part)));
      assertThat(taken).isEqualTo(line.meters().get(i).converted());
    }
  }

  private static void steps(UsageExplanation line) {
    for (WindowExplanation window : line.windows()) {
      for (WindowExplanation.Taken taken : window.taken()) {
        Rational quantity = taken.combined();
        for (int i = 0; i < line.rule().quantity().size(); i++) {
          quantity = line.rule().quantity().get(i).apply(quantity, taken.dimensions());
          assertThat(taken.afterSteps().get(i)).isEqualTo(quantity);
        }
        assertThat(taken.quantity().rounded(9, RoundingMode.HALF_EVEN))
            .isEqualTo(quantity.rounded(9, RoundingMode.HALF_EVEN));
      }
    }
  }

  /** Every position goes on where it was, and ends where it is said to be. */
  private static void moves(UsageExplanation line) {
    Map<List<Object>, Rational> reached = new HashMap<>();
    for (WindowExplanation window : line.windows()) {
      for (WindowExplanation.Move move : window.moves()) {
        List<Object> key = List.of(window.cycle(), move.dimensions());
        assertThat(move.from()).isEqualTo(reached.getOrDefault(key, Rational.ZERO));
        reached.put(key, move.to());
      }
      boolean plain = line.rule().earning() == null && line.rule().over() == PriceLine.Over.SUM;
      if (plain) {
        assertThat(sum(window.moves(), move -> move.to().minus(move.from())))
            .isEqualTo(sum(window.taken(), WindowExplanation.Taken::quantity));
      }
    }
    for (PositionExplanation position : line.positions()) {
      assertThat(position.quantity())
          .isEqualTo(
              reached.getOrDefault(
                  List.of(position.cycle(), position.dimensions()), Rational.ZERO));
      PositionExplanation.EarnedAllowance free = position.allowance();
      if (free != null) {
        Rational earned = Rational.of(free.earned().rounded(9, RoundingMode.HALF_EVEN));
        Rational left = free.used().minus(earned);
        assertThat(position.quantity()).isEqualTo(left.signum() < 0 ? Rational.ZERO : left);
      }
    }
  }

  /** A bank has after a window what it had, earned, spent and lost. */
  private void banks(UsageExplanation line) {
    Map<Map<String, String>, Rational> saved = new HashMap<>(saved(banksBefore, line));
    for (WindowExplanation window : line.windows()) {
      for (WindowExplanation.Banked bank : window.banked()) {
        assertThat(bank.before()).isEqualTo(saved.getOrDefault(bank.dimensions(), Rational.ZERO));
        assertThat(bank.before().plus(bank.earned()).minus(bank.lost()).minus(bank.spent()))
            .isEqualTo(bank.after());
        Rational cap = Objects.requireNonNull(line.rule().creditBank()).cap();
        assertThat(bank.after()).isLessThanOrEqualTo(cap);
        assertThat(bank.lost().signum()).isNotNegative();
        saved.put(bank.dimensions(), bank.after());
      }
    }
    saved.values().removeIf(units -> units.signum() == 0);
    assertThat(saved(invoice.banks(), line)).isEqualTo(isLast ? Map.of() : saved);
  }

  private static Map<Map<String, String>, Rational> saved(
      List<BankBalance> banks, UsageExplanation line) {
    Map<Map<String, String>, Rational> saved = new HashMap<>();
    banks.stream()
        .filter(balance -> balance.lineId().equals(line.line().skuId()))
        .forEach(balance -> saved.put(balance.dimensions(), balance.saved()));
    return saved;
  }

  private static <T> Rational sum(List<T> list, Function<T, Rational> figure) {
    return list.stream().map(figure).reduce(Rational.ZERO, Rational::plus);
  }

  private static <T> BigDecimal decimals(List<T> list, Function<T, BigDecimal> figure) {
    return new ArrayList<>(list).stream().map(figure).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
