package dev.headroom.autoscaler.decision;

import java.util.Locale;

/** The first half of a decision's sentence: what was done to what. */
final class Sentence {
  private Sentence() {}

  static String lead(Decision decision) {
    String things = decision.kind().thing();
    String part =
        switch (decision.kind()) {
          case WARM -> "the warm part of ";
          case SELL -> "what may be sold of ";
          default -> "";
        };
    String subject = part + decision.subject();
    if (!decision.changes()) {
      return "Left " + subject + " at " + count(decision.from(), things);
    }
    String change = subject + " from " + decision.from() + " to " + count(decision.to(), things);
    boolean up = decision.to() > decision.from();
    return switch (decision.result()) {
      case APPLIED -> verb(decision, up, true) + " " + change;
      case HELD -> "Held back " + verb(decision, up, false) + " of " + change;
      case FAILED -> "Could not " + verb(decision, up, false) + " " + change;
      case RECOMMENDED -> "Would " + verb(decision, up, false) + " " + change;
    };
  }

  private static String verb(Decision decision, boolean up, boolean done) {
    boolean isScaled = decision.kind() == Kind.SCALE;
    String base = isScaled ? "scale" : up ? "grow" : "shrink";
    if (decision.result() == Result.HELD) {
      return isScaled ? "the scaling" : up ? "the growth" : "the shrinking";
    }
    if (!done) {
      return base;
    }
    String past =
        switch (base) {
          case "grow" -> "grew";
          case "shrink" -> "shrank";
          default -> "scaled";
        };
    return past.substring(0, 1).toUpperCase(Locale.ROOT) + past.substring(1);
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
