package dev.headroom.usage.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.meter.Allocation;
import dev.headroom.usage.meter.Allocation.Rule;
import dev.headroom.usage.meter.Allocation.Untagged;
import dev.headroom.usage.meter.Allocation.Within;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Divisions that can be checked by hand. */
class SplitTest {

  private static SortedMap<String, BigInteger> amounts(String text) {
    SortedMap<String, BigInteger> amounts = new TreeMap<>();
    for (String entry : text.split(" ", -1)) {
      String[] parts = entry.split("=", -1);
      if (parts.length == 2) {
        amounts.put(parts[0], new BigInteger(parts[1]));
      }
    }
    return amounts;
  }

  private static String text(SortedMap<String, BigInteger> amounts) {
    StringJoiner text = new StringJoiner(" ");
    for (Map.Entry<String, BigInteger> entry : amounts.entrySet()) {
      text.add(entry.getKey() + "=" + entry.getValue());
    }
    return text.toString();
  }

  @ParameterizedTest(name = "{0}, untagged is the {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rule       | untagged | reported untagged | caused      | weights       | allocated     | own | over
          proportional | total    | 100               | a=30 b=10   | a=1 b=2       | a=20 b=40     | 0   | 0
          proportional | total    | 10                |             | a=1 b=1 c=1   | a=3 b=3 c=4   | 0   | 0
          proportional | total    | 2                 |             | a=1 b=1 c=1   | b=1 c=1       | 0   | 0
          proportional | total    | 100               | a=30 b=10   | c=5           | c=60          | 0   | 0
          proportional | total    | 100               | a=30        | a=0 b=-1      |               | 70  | 0
          proportional | total    | 100               | a=30        |               |               | 70  | 0
          proportional | total    | 100               | a=80 b=30   | a=1           |               | 0   | 10
          proportional | total    | 0                 | a=80        | a=1           |               | 0   | 80
          proportional | overhead | 60                | a=30 b=10   | a=1 b=2       | a=20 b=40     | 0   | 0
          proportional | overhead | -5                | a=30        | a=1           |               | -5  | 0
          even         | total    | 100               | a=30 b=10   | a=1 b=999     | a=30 b=30     | 0   | 0
          even         | overhead | 61                | a=30        | a=7 b=0 c=9   | a=30 c=31     | 0   | 0
          none         | total    | 100               | a=30 b=10   | a=1 b=2       |               | 60  | 0
          none         | overhead | 60                | a=30 b=10   |               |               | 60  | 0
          """)
  void divides(
      String rule,
      String untagged,
      BigInteger reported,
      String caused,
      String weights,
      String allocated,
      BigInteger own,
      BigInteger over) {
    Allocation how =
        new Allocation(
            Rule.valueOf(rule.toUpperCase(Locale.ROOT)),
            "driver",
            Untagged.valueOf(untagged.toUpperCase(Locale.ROOT)),
            Within.RESOURCE);
    SortedMap<String, BigInteger> used = amounts(caused == null ? "" : caused);
    BigInteger all = used.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    used.put(SharedUsage.UNTAGGED, reported);
    Split split = Split.of(how, used, amounts(weights == null ? "" : weights));
    assertThat(text(split.allocated())).isEqualTo(allocated == null ? "" : allocated);
    assertThat(split.own()).isEqualTo(own);
    assertThat(split.overAttributed()).isEqualTo(over);
    assertThat(split.caused()).isEqualTo(all);
  }
}
