package dev.headroom.pricing.sentences;

import dev.headroom.pricing.Figure;
import dev.headroom.pricing.PriceTotal;
import dev.headroom.pricing.PriceVersion;
import dev.headroom.pricing.PricedQuantity;
import dev.headroom.pricing.PricedQuantity.Part;
import dev.headroom.pricing.Rational;
import dev.headroom.pricing.UsageExplanation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** How many units cost what: allowance, packs and tiers, at each price that was in force. */
final class PriceSentences {
  private final UsageExplanation line;
  private final String unit;
  private final int places;

  PriceSentences(UsageExplanation line) {
    this.line = line;
    this.unit = line.line().pricingUnit();
    this.places = line.rounding().exponent();
  }

  void say(Paragraph out) {
    List<PriceTotal> prices = line.prices();
    if (prices.size() == 1) {
      sentences(prices.get(0)).forEach(out::say);
      return;
    }
    for (int i = 0; i < prices.size(); i++) {
      PriceTotal price = prices.get(i);
      out.say(
          "At the price of %s, %s%s:"
              .formatted(
                  price.pricesFrom(),
                  Phrase.quantity(price.quantity(), unit),
                  i == 0 ? "" : " from the position reached, what was before costs what it did"));
      sentences(price).forEach(out::detail);
      out.detail("At this price: %s.".formatted(Figure.money(price.cost(), places)));
    }
  }

  private List<String> sentences(PriceTotal price) {
    List<String> said = new ArrayList<>();
    Rational charged = price.quantity().minus(price.free());
    if (price.free().signum() != 0) {
      said.add(
          "The allowance makes %s of %s free."
              .formatted(Figure.of(price.free()), Phrase.quantity(price.quantity(), unit)));
    }
    PricedQuantity.Packs packs = price.packs();
    if (packs != null) {
      said.add(packs(charged, packs));
      charged = packs.units();
    }
    for (Part part : price.parts()) {
      said.add("%s: %s.".formatted(where(part, charged, price), cost(part)));
    }
    if (price.parts().isEmpty()) {
      said.add("Nothing is left to be priced.");
    }
    return said;
  }

  private String packs(Rational charged, PricedQuantity.Packs packs) {
    return "The %s begin %s %s of %s, which are %s."
        .formatted(
            Phrase.quantity(charged, unit),
            Figure.of(packs.number()),
            packs.number().equals(BigInteger.ONE) ? "pack" : "packs",
            Figure.of(packs.size()),
            Phrase.quantity(packs.units(), unit));
  }

  private String where(Part part, Rational charged, PriceTotal price) {
    String units = Phrase.quantity(part.units(), unit);
    if (part.only()) {
      return "%s at %s".formatted(units, Figure.money(part.price(), places));
    }
    String tier = "tier %d (%s)".formatted(part.tier(), range(part));
    if (price.parts().stream().anyMatch(own -> own.units().signum() < 0)) {
      return part.units().signum() < 0
          ? "%s leave %s".formatted(Phrase.quantity(part.units().negated(), unit), tier)
          : "%s come into %s".formatted(units, tier);
    }
    if (!part.units().equals(charged)) {
      return "%s of %s lie in %s"
          .formatted(Figure.of(part.units()), Phrase.quantity(charged, unit), tier);
    }
    return price.model() == PriceVersion.Model.VOLUME
        ? "All %s cost the price of the last one, which lies in %s".formatted(units, tier)
        : "%s lie in %s".formatted(units, tier);
  }

  private String range(Part part) {
    String over = part.over().signum() == 0 ? "" : "over " + Figure.of(part.over());
    String upTo = part.upTo() == null ? "" : "up to " + Figure.of(part.upTo());
    String range = over + (over.isEmpty() || upTo.isEmpty() ? "" : " ") + upTo;
    return (range.isEmpty() ? "" : range + ", ") + "at " + Figure.money(part.price(), places);
  }

  private String cost(Part part) {
    if (part.fee().signum() == 0) {
      return Figure.money(part.cost(), places);
    }
    return "%s, and the fee%s of %s: %s"
        .formatted(
            Figure.money(part.units().times(part.price()), places),
            line.positions().size() > 1 ? "s" : "",
            Figure.money(part.fee(), places),
            Figure.money(part.cost(), places));
  }
}
