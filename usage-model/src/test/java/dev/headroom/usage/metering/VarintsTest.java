package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of the state: as short as they may be, and refused where they can't be right. */
class VarintsTest {

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static byte[] written(long value, boolean signed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    if (signed) {
      Varints.writeSigned(out, value);
    } else {
      Varints.write(out, value);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "63, 1, 1",
    "64, 1, 2",
    "127, 1, 2",
    "128, 2, 2",
    "16383, 2, 3",
    "16384, 3, 3",
    "-64, 10, 1",
    "-65, 10, 2",
    "9223372036854775807, 9, 10",
    "-9223372036854775808, 10, 10"
  })
  void lengths(long value, int unsigned, int signed) throws Exception {
    assertThat(written(value, false)).hasSize(unsigned);
    assertThat(written(value, true)).hasSize(signed);
    assertThat(Varints.read(in(written(value, false)))).isEqualTo(value);
    assertThat(Varints.readSigned(in(written(value, true)))).isEqualTo(value);
  }

  @Test
  void aNumberHasTenBytesAtMost() {
    byte[] endless = new byte[11];
    Arrays.fill(endless, (byte) -1);
    assertThatThrownBy(() -> Varints.read(in(endless)))
        .isInstanceOf(IOException.class)
        .hasMessage("a number in the state has more than 10 bytes");
  }

  @Test
  void aCountHasABound() throws Exception {
    assertThat(Varints.readCount(in(written(7, false)), 7)).isEqualTo(7);
    assertThat(Varints.readCount(in(written(0, false)), 7)).isZero();
    assertThatThrownBy(() -> Varints.readCount(in(written(8, false)), 7))
        .isInstanceOf(IOException.class)
        .hasMessage("the state claims 8 entries, at most 7 can be");
    assertThatThrownBy(() -> Varints.readCount(in(written(-1, false)), 7))
        .hasMessage("the state claims -1 entries, at most 7 can be");
  }
}
