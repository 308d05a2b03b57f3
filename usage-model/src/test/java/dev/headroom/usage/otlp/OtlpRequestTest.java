package dev.headroom.usage.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtlpRequestTest {

  private record Slice(ByteString bytes, long high, long low, int points) {}

  private static List<Slice> split(byte[] bytes) throws MalformedOtlpException {
    List<Slice> slices = new ArrayList<>();
    OtlpRequest.split(
        bytes,
        0,
        bytes.length,
        (offset, length, high, low, points) ->
            slices.add(new Slice(ByteString.copyFrom(bytes, offset, length), high, low, points)));
    return slices;
  }

  @Test
  void cutsARequestIntoItsResources() throws Exception {
    ExportMetricsServiceRequest request = Messages.everything();
    List<Slice> slices = split(request.toByteArray());
    assertThat(slices).extracting(Slice::points).containsExactly(7, 1, 0);
    for (int i = 0; i < slices.size(); i++) {
      assertThat(ResourceMetrics.parseFrom(slices.get(i).bytes()))
          .isEqualTo(request.getResourceMetrics(i));
    }
  }

  @Test
  void summarisesARequest() throws Exception {
    byte[] bytes = Messages.everything().toByteArray();
    byte[] padded = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, padded, 3, bytes.length);
    RequestSummary summary = OtlpRequest.summarise(padded, 3, bytes.length);
    assertThat(summary.resources()).isEqualTo(3);
    assertThat(summary.metrics()).isEqualTo(7);
    assertThat(summary.points()).isEqualTo(8);
    assertThat(OtlpRequest.summarise(new byte[0], 0, 0).points()).isZero();
  }

  @Test
  void aResourceIsTheSameWhateverTheOrderOfItsAttributes() throws Exception {
    Slice plain = split(Messages.mapped(list -> list).toByteArray()).get(0);
    Slice reversed =
        split(
                Messages.mapped(
                        list -> {
                          List<KeyValue> copy = new ArrayList<>(list);
                          Collections.reverse(copy);
                          return copy;
                        })
                    .toByteArray())
            .get(0);
    assertThat(reversed.high()).isEqualTo(plain.high());
    assertThat(reversed.low()).isEqualTo(plain.low());
  }

  @Test
  void aResourceIsAnotherIfAnyAttributeIs() throws Exception {
    List<Slice> all = new ArrayList<>();
    all.addAll(split(Messages.mapped(list -> list).toByteArray()));
    for (int i = 0; i < Messages.everyKind().size(); i++) {
      int one = i;
      all.addAll(split(Messages.mapped(list -> without(list, one)).toByteArray()));
      all.addAll(split(Messages.mapped(list -> renamed(list, one)).toByteArray()));
    }
    all.addAll(split(Messages.mapped(list -> List.of(Messages.text("a", "b"))).toByteArray()));
    all.addAll(split(Messages.mapped(list -> List.of(Messages.text("b", "a"))).toByteArray()));
    all.addAll(split(Messages.mapped(list -> List.of(Messages.text("ab", ""))).toByteArray()));
    all.addAll(
        split(
            Messages.mapped(list -> List.of(one(AnyValue.newBuilder().setIntValue(1))))
                .toByteArray()));
    all.addAll(
        split(
            Messages.mapped(list -> List.of(one(AnyValue.newBuilder().setBoolValue(true))))
                .toByteArray()));
    all.addAll(
        split(
            Messages.mapped(list -> List.of(one(AnyValue.newBuilder().setStringValue("1"))))
                .toByteArray()));
    assertThat(all).extracting(slice -> List.of(slice.high(), slice.low())).doesNotHaveDuplicates();
    assertThat(all).extracting(Slice::high).doesNotHaveDuplicates();
    assertThat(all).extracting(Slice::low).doesNotHaveDuplicates();
  }

  private static KeyValue one(AnyValue.Builder value) {
    return Messages.keyValue("k", value.build());
  }

  private static List<KeyValue> without(List<KeyValue> list, int index) {
    List<KeyValue> copy = new ArrayList<>(list);
    copy.remove(index);
    return copy;
  }

  private static List<KeyValue> renamed(List<KeyValue> list, int index) {
    List<KeyValue> copy = new ArrayList<>(list);
    copy.set(index, list.get(index).toBuilder().setKey(list.get(index).getKey() + "'").build());
    return copy;
  }

  @Test
  void stepsOverFieldsItDoesNotKnow() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeUInt64(99, Long.MAX_VALUE);
    out.writeFixed64(100, 1);
    out.writeFixed32(101, 1);
    out.writeString(102, "future");
    out.writeMessage(1, Messages.mapped(list -> list).getResourceMetrics(0));
    out.flush();
    assertThat(split(bytes.toByteArray())).hasSize(1);
  }

  @Test
  void refusesWhatIsNoOtlp() throws Exception {
    refused("is cut off", message(out -> out.writeTag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED)));
    refused(
        "claims",
        message(
            out -> {
              out.writeTag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
              out.writeUInt32NoTag(Integer.MAX_VALUE);
            }));
    refused(
        "claims 18446744073709551615",
        message(
            out -> {
              out.writeTag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
              out.writeUInt64NoTag(-1);
            }));
    refused("groups", message(out -> out.writeTag(9, WireFormat.WIRETYPE_START_GROUP)));
    refused("wire type 7", new byte[] {15});
    refused("field number", new byte[] {0});
    refused("wire type 0, expected 2", message(out -> out.writeUInt32(1, 5)));
    refused("more than 10 bytes", new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1});
    refused(
        "not UTF-8",
        message(
            out ->
                out.writeByteArray(
                    1,
                    message(
                        resource ->
                            resource.writeByteArray(3, new byte[] {(byte) 0xc0, (byte) 0x80})))));
    byte[] twice = Messages.gauge("g", "1", Messages.point(1, 2)).toByteArray();
    byte[] merged = new byte[2 * twice.length];
    System.arraycopy(twice, 0, merged, 0, twice.length);
    System.arraycopy(twice, 0, merged, twice.length, twice.length);
    refused("twice", wrapped(merged));
  }

  /** Bucket counts of a histogram are fixed64, those of an exponential one varints. */
  @Test
  void repeatedNumbersMayStandOneByOneButHaveTheirType() throws Exception {
    accepted(histogram(point -> point.writeFixed64(6, 1)));
    accepted(exponential(buckets -> buckets.writeUInt64(2, 1)));
    refused("wire type 0, expected 1", histogram(point -> point.writeUInt64(6, 1)));
    refused("wire type 5, expected 1", histogram(point -> point.writeFixed32(6, 1)));
    refused("wire type 1, expected 0", exponential(buckets -> buckets.writeFixed64(2, 1)));
    accepted(histogram(point -> point.writeByteArray(6, new byte[16])));
    refused("8-byte numbers are cut off", histogram(p -> p.writeByteArray(6, new byte[15])));
    accepted(exponential(buckets -> buckets.writeByteArray(2, new byte[] {-1, 1, 5})));
    refused("cut off", exponential(buckets -> buckets.writeByteArray(2, new byte[] {1, -1})));
  }

  private static byte[] histogram(Content point) throws IOException {
    byte[] data = message(out -> out.writeByteArray(1, message(point)));
    return wrapped(message(out -> out.writeByteArray(9, data)));
  }

  private static byte[] exponential(Content buckets) throws IOException {
    byte[] point = message(out -> out.writeByteArray(8, message(buckets)));
    byte[] data = message(out -> out.writeByteArray(1, point));
    return wrapped(message(out -> out.writeByteArray(10, data)));
  }

  private static void accepted(byte[] bytes) throws MalformedOtlpException {
    assertThat(OtlpRequest.summarise(bytes, 0, bytes.length).points()).isEqualTo(1);
  }

  private static byte[] wrapped(byte[] metric) throws IOException {
    byte[] scope = message(out -> out.writeByteArray(2, metric));
    byte[] resource = message(out -> out.writeByteArray(2, scope));
    return message(out -> out.writeByteArray(1, resource));
  }

  @Test
  void refusesNestingWithoutEnd() {
    AnyValue value = AnyValue.newBuilder().setIntValue(1).build();
    for (int i = 0; i < 200; i++) {
      value = AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder().addValues(value)).build();
    }
    KeyValue deep = Messages.keyValue("deep", value);
    refused("nested deeper", Messages.mapped(list -> List.of(deep)).toByteArray());
  }

  @Test
  void everyTruncationIsNoticedOrShorter() throws Exception {
    byte[] bytes = Messages.everything().toByteArray();
    int whole = OtlpRequest.summarise(bytes, 0, bytes.length).points();
    for (int length = 0; length < bytes.length; length++) {
      try {
        assertThat(OtlpRequest.summarise(bytes, 0, length).points()).isLessThanOrEqualTo(whole);
      } catch (MalformedOtlpException e) {
        assertThat(e.offset()).isBetween(0, length);
      }
    }
  }

  @Test
  void readsFieldsInAnyOrder() throws Exception {
    byte[] point = Messages.point(5, 6).toByteArray();
    byte[] sum =
        message(
            out -> {
              out.writeByteArray(1, point);
              out.writeEnum(2, AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA_VALUE);
              out.writeBool(3, true);
            });
    byte[] metric =
        message(
            out -> {
              out.writeByteArray(7, sum);
              out.writeString(3, "s");
              out.writeString(1, "late.name");
            });
    byte[] scope =
        message(
            out -> {
              out.writeByteArray(2, metric);
              out.writeByteArray(1, message(s -> s.writeString(1, "late.scope")));
            });
    byte[] late =
        message(
            out -> {
              out.writeByteArray(2, scope);
              out.writeByteArray(1, message(r -> r.writeMessage(1, Messages.text("r", "late"))));
            });
    List<String> seen = new ArrayList<>();
    ResourceMetricsReader.read(
        late,
        0,
        late.length,
        new PointVisitor() {
          @Override
          public boolean metric(MetricHeader header) {
            seen.add(header.toString());
            return true;
          }

          @Override
          public void point(NumberPoint told) {
            seen.add(told.timeNanos() + " " + told.integer() + " " + told.attribute("r"));
          }

          @Override
          public void endOfMetric() {
            seen.add("end");
          }
        });
    assertThat(seen)
        .containsExactly(
            new MetricHeader("late.name", "s", MetricKind.DELTA_COUNTER, 1).toString(),
            "5 6 late",
            "end");
  }

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

  private static void refused(String why, byte[] bytes) {
    assertThatThrownBy(() -> OtlpRequest.summarise(bytes, 0, bytes.length))
        .isInstanceOf(MalformedOtlpException.class)
        .hasMessageContaining(why);
    assertThatThrownBy(() -> split(bytes)).isInstanceOf(MalformedOtlpException.class);
  }
}
