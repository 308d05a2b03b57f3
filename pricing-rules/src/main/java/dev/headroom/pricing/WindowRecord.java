package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps what became of the usage of one window. */
final class WindowRecord {
  private final Instant start;
  private final Instant end;
  private final String cycle;
  private final List<WindowExplanation.Taken> taken = new ArrayList<>();
  private final List<WindowExplanation.Banked> banked = new ArrayList<>();
  private final List<WindowExplanation.Move> moves = new ArrayList<>();

  private SortedMap<String, String> dimensions = new TreeMap<>();
  private List<Rational> meters = List.of();
  private Rational combined = Rational.ZERO;
  private final List<Rational> afterSteps = new ArrayList<>();

  WindowRecord(Instant start, Instant end, String cycle) {
    this.start = start;
    this.end = end;
    this.cycle = cycle;
  }

  String cycle() {
    return cycle;
  }

  void combined(Map<String, String> kept, List<Rational> ofMeters, Rational quantity) {
    dimensions = new TreeMap<>(kept);
    meters = ofMeters;
    combined = quantity;
    afterSteps.clear();
  }

  void step(Rational after) {
    afterSteps.add(after);
  }

  void priced(Rational quantity) {
    taken.add(new WindowExplanation.Taken(dimensions, meters, combined, afterSteps, quantity));
  }

  void banked(WindowExplanation.Banked credits) {
    banked.add(credits);
  }

  void moved(WindowExplanation.Move move) {
    moves.add(move);
  }

  /**
   * What it was told.
   *
   * @param charges of the line by the start and end of their windows
   */
  WindowExplanation explanation(Map<List<Instant>, BigDecimal> charges) {
    BigDecimal charged = charges.getOrDefault(List.of(start, end), BigDecimal.ZERO);
    taken.sort(Comparator.comparing(own -> own.dimensions().toString()));
    banked.sort(Comparator.comparing(own -> own.dimensions().toString()));
    moves.sort(Comparator.comparing(own -> own.dimensions().toString()));
    return new WindowExplanation(start, end, cycle, taken, banked, moves, charged);
  }
}
