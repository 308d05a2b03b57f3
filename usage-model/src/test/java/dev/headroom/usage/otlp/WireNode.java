package dev.headroom.usage.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field of a protobuf message, of which anything can be made, sound or not. */
final class WireNode {

  int field;
  int wireType;

  /** Of a number, its bits. */
  long number;

  /** Of a field with a length and no {@link #children}, its content. */
  byte[] content = {};

  /** The fields of a message; null if the node is none. */
  @Nullable List<WireNode> children;

  /** How many needless bytes its tag, length or number is given. */
  int padding;

  /** The length it claims; null for the true one. */
  @Nullable Long claim;

  WireNode(int field, int wireType) {
    this.field = field;
    this.wireType = wireType;
  }

  static WireNode text(int field, byte[] content) {
    WireNode node = new WireNode(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    node.content = content;
    return node;
  }

  static WireNode message(int field, List<WireNode> children) {
    WireNode node = new WireNode(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    node.children = new ArrayList<>(children);
    return node;
  }

  static WireNode number(int field, long number) {
    WireNode node = new WireNode(field, WireFormat.WIRETYPE_VARINT);
    node.number = number;
    return node;
  }

  WireNode copy() {
    WireNode copy = new WireNode(field, wireType);
    copy.number = number;
    copy.content = content;
    copy.padding = padding;
    copy.claim = claim;
    copy.children = children == null ? null : copy(children);
    return copy;
  }

  static List<WireNode> copy(List<WireNode> nodes) {
    List<WireNode> copies = new ArrayList<>(nodes.size());
    nodes.forEach(node -> copies.add(node.copy()));
    return copies;
  }

  /** The fields of a message; what has a length is a message inside if it can be read as one. */
  static @Nullable List<WireNode> parse(byte[] bytes) {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    List<WireNode> nodes = new ArrayList<>();
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        WireNode node =
            new WireNode(WireFormat.getTagFieldNumber(tag), WireFormat.getTagWireType(tag));
        switch (node.wireType) {
          case WireFormat.WIRETYPE_VARINT -> node.number = in.readRawVarint64();
          case WireFormat.WIRETYPE_FIXED64 -> node.number = in.readRawLittleEndian64();
          case WireFormat.WIRETYPE_FIXED32 -> node.number = in.readRawLittleEndian32();
          case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
            node.content = in.readByteArray();
            node.children = node.content.length == 0 ? null : parse(node.content);
          }
          default -> {
            return null;
          }
        }
        nodes.add(node);
      }
    } catch (IOException e) {
      return null;
    }
    return nodes;
  }

  static byte[] bytes(List<WireNode> nodes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, 64);
    try {
      for (WireNode node : nodes) {
        node.write(out);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(CodedOutputStream out) throws IOException {
    varint(out, (long) field << 3 | wireType, padding);
    switch (wireType) {
      case WireFormat.WIRETYPE_VARINT -> varint(out, number, padding);
      case WireFormat.WIRETYPE_FIXED64 -> out.writeFixed64NoTag(number);
      case WireFormat.WIRETYPE_FIXED32 -> out.writeFixed32NoTag((int) number);
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        byte[] inside = children == null ? content : bytes(children);
        varint(out, claim == null ? inside.length : claim, padding);
        out.writeRawBytes(inside);
      }
      default -> {}
    }
  }

  private static void varint(CodedOutputStream out, long value, int padding) throws IOException {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.writeRawByte((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    for (int i = 0; i < padding; i++) {
      out.writeRawByte((byte) (rest | 0x80));
      rest = 0;
    }
    out.writeRawByte((byte) rest);
  }
}
