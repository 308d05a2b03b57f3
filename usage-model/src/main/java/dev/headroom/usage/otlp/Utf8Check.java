package dev.headroom.usage.otlp;

/** Finds bytes that are not UTF-8 (RFC 3629: no overlong forms, no surrogates, up to U+10FFFF). */
final class Utf8Check {
  private Utf8Check() {}

  /** Where the first sequence starts that is not UTF-8; -1 if all are. */
  static int firstError(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i < end) {
      if (bytes[i] >= 0) {
        i++;
        continue;
      }
      int size = sequence(bytes, i, end);
      if (size == 0) {
        return i;
      }
      i += size;
    }
    return -1;
  }

  /** Length of the valid sequence of several bytes that starts here; 0 if there is none. */
  private static int sequence(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    int size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || end - at < size) {
      return 0;
    }
    for (int i = 1; i < size; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xff;
    boolean valid =
        switch (lead) {
          case 0xe0 -> second >= 0xa0;
          case 0xed -> second < 0xa0;
          case 0xf0 -> second >= 0x90;
          case 0xf4 -> second < 0x90;
          default -> true;
        };
    return valid ? size : 0;
  }
}
