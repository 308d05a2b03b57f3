package dev.headroom.collectors.gateway;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 512KiB}, {@code 4MiB}, {@code 1GiB}, {@code 1000B}. */
final class ByteSize {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)");

  private ByteSize() {}

  /** In bytes; throws {@link IllegalArgumentException} if it has another form or passes 1 GiB. */
  static int parse(String text) {
    return (int) parse(text, 1);
  }

  /** As {@link #parse(String)}, up to so many GiB. */
  static long parse(String text, int maxGiB) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size, expected such as 1000B, 512KiB or 4MiB");
    }
    BigInteger bytes = new BigInteger(m.group(1)).shiftLeft(shift(m.group(2)));
    if (bytes.signum() == 0 || bytes.compareTo(BigInteger.valueOf((long) maxGiB << 30)) > 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is out of range, expected 1B to " + maxGiB + "GiB");
    }
    return bytes.longValueExact();
  }

  /** The same in the largest unit that divides it. */
  static String format(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB"};
    int unit = 0;
    long rest = bytes;
    while (unit < 3 && rest > 0 && rest % 1024 == 0) {
      rest /= 1024;
      unit++;
    }
    return rest + units[unit];
  }

  private static int shift(String unit) {
    return switch (unit) {
      case "KiB" -> 10;
      case "MiB" -> 20;
      case "GiB" -> 30;
      default -> 0;
    };
  }
}
