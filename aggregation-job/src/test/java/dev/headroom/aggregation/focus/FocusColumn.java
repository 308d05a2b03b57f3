package dev.headroom.aggregation.focus;

import dev.headroom.aggregation.stack.JobFixture;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column of the dataset Cost and Usage of FOCUS 1.4.
 *
 * @param level Mandatory, Conditional or Recommended
 * @param condition when a conditional one must be there
 * @param isOurs whether it is one of the view's
 * @param allowsNull whether a row may lack it
 * @param type Decimal, String, Date/Time, JSON, or a String of a format: Currency, Unit
 * @param allowed the only values; any if empty
 */
record FocusColumn(
    String name,
    String level,
    String condition,
    boolean isOurs,
    boolean allowsNull,
    String type,
    Set<String> allowed) {
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
  private static final Pattern UNIT =
      Pattern.compile("([0-9]+ )?[A-Z][A-Za-z0-9_]*(-[A-Z][A-Za-z0-9_]*)*(/[A-Z][a-z]+)?");
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  /** All of the dataset, in the order of their names. */
  static List<FocusColumn> all() {
    return JobFixture.resource("/dev/headroom/aggregation/focus/cost-and-usage-1.4.csv")
        .lines()
        .skip(1)
        .map(line -> of(line.split(",", -1)))
        .toList();
  }

  private static FocusColumn of(String[] cells) {
    return new FocusColumn(
        cells[0],
        cells[1],
        cells[2],
        cells[3].equals("yes"),
        cells[4].equals("true"),
        cells[5],
        cells[6].isEmpty() ? Set.of() : Set.of(cells[6].split("\\|")));
  }

  /** What is wrong with a value; null if nothing is. */
  @Nullable String complaint(@Nullable String value) {
    if (value == null) {
      return allowsNull ? null : "is null";
    }
    if (value.isEmpty()) {
      return "is empty instead of null";
    }
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      return "is '" + value + "', which is not allowed";
    }
    return isOfType(value) ? null : "is '" + value + "', no " + type.toLowerCase(Locale.ROOT);
  }

  private boolean isOfType(String value) {
    return switch (type) {
      case "Decimal" -> DECIMAL.matcher(value).matches();
      case "Date/Time" -> TIME.matcher(value).matches();
      case "Currency" -> CURRENCIES.contains(value);
      case "Unit" -> UNIT.matcher(value).matches();
      case "JSON" -> value.startsWith("{") && value.endsWith("}");
      default -> true;
    };
  }
}
