package dev.headroom.usage.meter;

import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What must hold of the {@code allocate} of a file's meters, together. */
record AllocationCheck(YamlDocument document, List<Meter> meters, List<Problem> problems) {

  void check() {
    for (int i = 0; i < meters.size(); i++) {
      Meter meter = meters.get(i);
      Allocation allocation = meter.allocation();
      if (allocation != null) {
        check("/meters/" + i + "/allocate", meter, allocation);
      }
    }
  }

  private void check(String at, Meter meter, Allocation allocation) {
    if (!meter.aggregation().isAdditive()) {
      problem(
          at,
          "'allocate' needs a quantity that adds up: aggregation sum or time_weighted, found "
              + lower(meter.aggregation()));
    }
    String driver = allocation.driver();
    if (allocation.by() == Allocation.Rule.PROPORTIONAL && driver.isEmpty()) {
      problem(at, "'by: proportional' needs 'driver', the meter it is in proportion to");
    } else if (allocation.by() == Allocation.Rule.NONE && !driver.isEmpty()) {
      problem(at + "/driver", "'driver' has no meaning for 'by: none'");
    } else if (!driver.isEmpty()) {
      driver(at + "/driver", meter, driver);
    }
  }

  private void driver(String at, Meter meter, String name) {
    Optional<Meter> driver = meters.stream().filter(m -> m.name().equals(name)).findFirst();
    if (driver.isEmpty()) {
      problem(at, "driver '" + name + "' is not a meter of this file");
    } else if (!driver.get().aggregation().isAdditive()) {
      problem(
          at,
          "driver '"
              + name
              + "' needs a quantity that adds up: aggregation sum or time_weighted, found "
              + lower(driver.get().aggregation()));
    } else if (!driver.get().window().equals(meter.window())) {
      problem(
          at,
          "driver '"
              + name
              + "' needs the window of meter '"
              + meter.name()
              + "', "
              + MetersFile.text(meter.window())
              + ", found "
              + MetersFile.text(driver.get().window()));
    }
  }

  private static String lower(Aggregation aggregation) {
    return aggregation.name().toLowerCase(Locale.ROOT);
  }

  private void problem(String at, String message) {
    problems.add(document.problemAt(at, message));
  }
}
