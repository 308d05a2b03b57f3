package dev.headroom.pricing.sentences;

import dev.headroom.pricing.Figure;
import dev.headroom.pricing.PriceLine;
import dev.headroom.pricing.Rational;
import dev.headroom.pricing.UsageExplanation;
import java.util.Map;
import java.util.TreeMap;

/** Which usage a line takes, and what it is in the unit of the line. */
final class MeterSentences {
  private final PriceLine rule;

  MeterSentences(PriceLine rule) {
    this.rule = rule;
  }

  void say(UsageExplanation line, Paragraph out) {
    line.meters().forEach(meter -> out.say(sentence(meter)));
  }

  private String sentence(UsageExplanation.Meter meter) {
    if (meter.unit().isEmpty()) {
      return "Nothing was used of %s%s.".formatted(meter.name(), where(meter));
    }
    String taken =
        "%s of %s%s in %s"
            .formatted(
                Phrase.quantity(meter.total(), meter.unit()),
                meter.name(),
                where(meter),
                Phrase.number(meter.windows(), "window"));
    return taken + converted(meter) + ".";
  }

  private static String converted(UsageExplanation.Meter meter) {
    boolean same =
        meter.unit().equals(meter.convertedUnit()) && meter.conversion().equals(Rational.ONE);
    boolean once = meter.times().equals(Rational.ONE);
    if (same && once) {
      return meter.earns() ? " earn as much" : "";
    }
    String verb = meter.earns() ? " earn " : " " + Phrase.are(Rational.of(meter.total())) + " ";
    String factor = "1 %s is %s".formatted(meter.unit(), one(meter));
    String how = same ? "times " + Figure.of(meter.times()) : factor;
    how = same || once ? how : how + ", times " + Figure.of(meter.times());
    return "%s%s (%s)"
        .formatted(verb, Phrase.quantity(meter.converted(), meter.convertedUnit()), how);
  }

  /** One unit of the usage, converted. */
  private static String one(UsageExplanation.Meter meter) {
    String times = Character.isDigit(meter.convertedUnit().charAt(0)) ? " times " : " ";
    return Figure.factor(meter.conversion()) + times + meter.convertedUnit();
  }

  private String where(UsageExplanation.Meter meter) {
    Map<String, String> where = new TreeMap<>(meter.where());
    if (!meter.earns()) {
      where.putAll(rule.where());
    }
    return where.isEmpty() ? "" : " where " + Phrase.dimensions(where);
  }
}
