package dev.headroom.usage.meter;

import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What must hold of the meters of one resource, so that they can stand in one row. */
record ResourceStateCheck(YamlDocument document, List<Meter> meters, List<Problem> problems) {

  void check() {
    Map<String, Meter> first = new LinkedHashMap<>();
    Set<ResourceState> seen = new HashSet<>();
    for (int i = 0; i < meters.size(); i++) {
      Meter meter = meters.get(i);
      ResourceState state = meter.state();
      if (state == null) {
        continue;
      }
      String at = "/meters/" + i;
      if (!seen.add(state)) {
        problem(
            at + "/state",
            "resource '"
                + state.resource()
                + "' has a meter of state '"
                + state.state().id()
                + "' already");
      }
      if (!meter.aggregation().isAdditive()) {
        problem(
            at + "/aggregation",
            "a state of a resource needs a quantity that adds up: aggregation sum or"
                + " time_weighted, found "
                + meter.aggregation().name().toLowerCase(Locale.ROOT));
      }
      Meter other = first.putIfAbsent(state.resource(), meter);
      if (other != null) {
        compare(at, meter, other, state.resource());
      }
    }
  }

  private void compare(String at, Meter meter, Meter other, String resource) {
    differs(
        at,
        "window",
        resource,
        meter,
        other,
        MetersFile.text(meter.window()),
        MetersFile.text(other.window()));
    differs(
        at,
        "dimensions",
        resource,
        meter,
        other,
        meter.dimensions().stream().sorted().toList(),
        other.dimensions().stream().sorted().toList());
    differs(at, "unit", resource, meter, other, comparable(meter), comparable(other));
  }

  private void differs(
      String at,
      String what,
      String resource,
      Meter meter,
      Meter other,
      Object found,
      Object expected) {
    if (!found.equals(expected)) {
      problem(
          at,
          "the meters of resource '"
              + resource
              + "' need the same "
              + what
              + ": '"
              + meter.name()
              + "' has "
              + found
              + ", '"
              + other.name()
              + "' has "
              + expected);
    }
  }

  /** A count of something for a time is a time: a second of a CPU is {@code s}, as CPU time is. */
  private static String comparable(Meter meter) {
    return meter.unit().replaceFirst("^\\{[^}]*\\}\\.", "");
  }

  private void problem(String at, String message) {
    problems.add(document.problemAt(at, message));
  }
}
