package dev.headroom.usage.otlp;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reader itself refuses bytes that nobody has checked, if a known field is of another type. */
class UncheckedBytesTest {

  private static final int GAUGE = 5;
  private static final int HISTOGRAM = 9;
  private static final int CUMULATIVE = 2;

  private interface Content {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    content.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static void number(CodedOutputStream out, int field, String type) throws IOException {
    switch (type) {
      case "varint" -> out.writeUInt64(field, 3);
      case "fixed64" -> out.writeFixed64(field, 3);
      default -> out.writeFixed32(field, 3);
    }
  }

  private static byte[] point(int kind, byte[] point) throws IOException {
    byte[] metric =
        message(
            out -> {
              out.writeString(1, "name");
              out.writeByteArray(
                  kind,
                  message(
                      data -> {
                        data.writeByteArray(1, point);
                        data.writeEnum(2, CUMULATIVE);
                      }));
            });
    byte[] scope = message(out -> out.writeByteArray(2, metric));
    return message(out -> out.writeByteArray(2, scope));
  }

  private static byte[] attribute(byte[] keyValue) throws IOException {
    byte[] resource = message(out -> out.writeByteArray(1, keyValue));
    return message(out -> out.writeByteArray(1, resource));
  }

  private static void read(byte[] bytes) throws MalformedOtlpException {
    ResourceMetricsReader.read(bytes, 0, bytes.length, new ToldPoints());
  }

  @ParameterizedTest(name = "field {1} of {0} is a {2}")
  @CsvSource({
    "point,      2, fixed64",
    "point,      3, fixed64",
    "point,      4, fixed64",
    "point,      6, fixed64",
    "point,      8, varint",
    "histogram,  2, fixed64",
    "histogram,  3, fixed64",
    "histogram,  4, fixed64",
    "histogram,  5, fixed64",
    "histogram, 10, varint",
    "attribute,  3, varint",
    "value,      2, varint",
    "value,      3, varint",
    "value,      4, fixed64",
    "value,      8, varint"
  })
  void aFieldHasItsType(String where, int field, String type) throws Exception {
    assertThatCode(() -> read(bytes(where, field, type))).doesNotThrowAnyException();
    for (String other : new String[] {"varint", "fixed64", "fixed32"}) {
      if (!other.equals(type)) {
        assertThatThrownBy(() -> read(bytes(where, field, other)))
            .isInstanceOf(MalformedOtlpException.class)
            .hasMessageContaining("wire type");
      }
    }
  }

  private static byte[] bytes(String where, int field, String type) throws IOException {
    byte[] odd = message(out -> number(out, field, type));
    return switch (where) {
      case "point" -> point(GAUGE, odd);
      case "histogram" -> point(HISTOGRAM, odd);
      case "attribute" -> attribute(odd);
      default -> attribute(message(out -> out.writeByteArray(2, odd)));
    };
  }
}
