package dev.headroom.usage.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8CheckTest {

  /** RFC 3629, at each edge of what it allows; the number is where the first error starts. */
  @ParameterizedTest
  @CsvSource({
    "'', -1",
    "007f, -1",
    "80, 0",
    "61bf, 1",
    "c180, 0",
    "c280, -1",
    "c2, 0",
    "c27f, 0",
    "dfbf, -1",
    "dfc0, 0",
    "e09fbf, 0",
    "e0a080, -1",
    "e0a0, 0",
    "ed9fbf, -1",
    "eda080, 0",
    "ee8080, -1",
    "efbfbf, -1",
    "efbf7f, 0",
    "f08fbfbf, 0",
    "f0908080, -1",
    "f09080, 0",
    "f48fbfbf, -1",
    "f4908080, 0",
    "f5808080, 0",
    "61f0908080c280ff, 7",
  })
  void findsTheFirstError(String hex, int at) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(Utf8Check.firstError(bytes, 0, bytes.length)).isEqualTo(at);
    byte[] inside = HexFormat.of().parseHex("ff" + hex + "ff");
    assertThat(Utf8Check.firstError(inside, 1, bytes.length)).isEqualTo(at < 0 ? at : at + 1);
  }

  /** Every sequence of two bytes, and of three from the leads at which rules change. */
  @Test
  void agreesWithTheDecoderOfTheJdk() {
    for (int i = 0; i < 1 << 16; i++) {
      agrees(new byte[] {(byte) (i >> 8), (byte) i});
      for (int lead : new int[] {0xe0, 0xe1, 0xed, 0xf0, 0xf4}) {
        agrees(new byte[] {(byte) lead, (byte) (i >> 8), (byte) i});
      }
    }
  }

  private static void agrees(byte[] bytes) {
    boolean valid = Utf8Check.firstError(bytes, 0, bytes.length) < 0;
    if (valid != isDecoded(bytes)) {
      throw new AssertionError(HexFormat.of().formatHex(bytes));
    }
  }

  private static boolean isDecoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
