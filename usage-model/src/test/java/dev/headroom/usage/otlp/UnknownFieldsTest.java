package dev.headroom.usage.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A later OTLP may add fields to any message: they are stepped over, wherever they stand. */
class UnknownFieldsTest {

  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(
              1000,
              UnknownFieldSet.Field.newBuilder()
                  .addVarint(-1)
                  .addFixed32(10)
                  .addFixed64(10)
                  .addLengthDelimited(ByteString.copyFromUtf8("\n\u0001x"))
                  .build())
          .build();

  /** The same, with fields that nobody knows at the end of every message in it. */
  private static Message extended(Message message) {
    Message.Builder builder = message.toBuilder().setUnknownFields(UNKNOWN);
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                return;
              }
              if (field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                  Message one = (Message) message.getRepeatedField(field, i);
                  builder.setRepeatedField(field, i, extended(one));
                }
              } else {
                builder.setField(field, extended((Message) value));
              }
            });
    return builder.build();
  }

  private static List<String> told(byte[] bytes) throws MalformedOtlpException {
    List<String> told = new ArrayList<>();
    OtlpRequest.split(
        bytes,
        0,
        bytes.length,
        (offset, length, high, low, points) -> {
          told.add("resource " + high + " " + low + " of " + points);
          ToldPoints visitor = new ToldPoints();
          try {
            ResourceMetricsReader.read(bytes, offset, length, visitor);
          } catch (MalformedOtlpException e) {
            throw new AssertionError(e);
          }
          told.addAll(visitor.lines);
          told.addAll(visitor.identities);
        });
    return told;
  }

  @Test
  void areSteppedOverInEveryMessage() throws Exception {
    ExportMetricsServiceRequest plain = Messages.everything();
    byte[] extended = extended(plain).toByteArray();
    assertThat(extended.length).isGreaterThan(2 * plain.getSerializedSize());
    assertThat(told(extended)).isEqualTo(told(plain.toByteArray())).hasSizeGreaterThan(10);
  }
}
