package dev.headroom.collectors.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * OTLP in JSON (OTLP specification, JSON Protobuf Encoding): protobuf's own mapping, but for trace
 * and span ids, which are hexadecimal.
 */
final class OtlpJson {
  /**
   * How many bytes of memory one byte of JSON may take while it is read: the tree of its values (of
   * an array of zeros 43, measured), the text and the message.
   */
  static final int MEMORY_FACTOR = 64;

  private static final int LONGEST_MESSAGE = 200;

  private OtlpJson() {}

  /** What the body is not, for the client. */
  static final class NotOtlpException extends Exception {
    private static final long serialVersionUID = 1L;

    NotOtlpException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The request in protobuf. */
  static byte[] toProtobuf(byte[] json) throws NotOtlpException {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      JsonFormat.parser().ignoringUnknownFields().merge(text, request);
    } catch (CharacterCodingException e) {
      throw new NotOtlpException("the body is not UTF-8", e);
    } catch (InvalidProtocolBufferException | RuntimeException | StackOverflowError e) {
      // Numbers that are none reach here as whatever the parser's own parser throws.
      throw new NotOtlpException("the body is not OTLP in JSON: " + shortened(e.getMessage()), e);
    }
    if (text.contains("exemplars")) {
      restoreIds(request);
    }
    return request.build().toByteArray();
  }

  private static String shortened(@Nullable String message) {
    String text = message == null ? "nested too deeply" : message.replaceAll("\\s+", " ");
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
  }

  static byte[] toJson(MessageOrBuilder message) {
    try {
      return JsonFormat.printer()
          .omittingInsignificantWhitespace()
          .print(message)
          .getBytes(StandardCharsets.UTF_8);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("what is answered has no Any", e);
    }
  }

  static Message partial(int rejectedPoints, String reason) {
    ExportMetricsServiceResponse.Builder response = ExportMetricsServiceResponse.newBuilder();
    response
        .getPartialSuccessBuilder()
        .setRejectedDataPoints(rejectedPoints)
        .setErrorMessage(reason);
    return response.build();
  }

  /** What was read as base64 is written so again, and read as what it is. */
  private static void restoreIds(Message.Builder message) {
    if (message instanceof Exemplar.Builder exemplar) {
      exemplar.setTraceId(hex(exemplar.getTraceId())).setSpanId(hex(exemplar.getSpanId()));
      return;
    }
    for (FieldDescriptor field : message.getAllFields().keySet()) {
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          restoreIds(message.getRepeatedFieldBuilder(field, i));
        }
      } else {
        restoreIds(message.getFieldBuilder(field));
      }
    }
  }

  private static ByteString hex(ByteString base64) {
    String text = Base64.getEncoder().encodeToString(base64.toByteArray());
    try {
      return ByteString.copyFrom(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      return base64;
    }
  }
}
