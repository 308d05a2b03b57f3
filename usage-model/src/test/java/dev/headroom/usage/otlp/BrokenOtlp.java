package dev.headroom.usage.otlp;

import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Requests that are sound, nearly sound, and not sound at all: changes of valid ones, as trees of
 * fields (which keeps the lengths around a change true, so that it is met at any depth) and as
 * bytes; and bytes that mean nothing.
 */
final class BrokenOtlp {

  /** Numbers at which readers go wrong. */
  private static final long[] EDGES = {
    0,
    1,
    2,
    -1,
    127,
    128,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    (1L << 32) + 2,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Double.doubleToRawLongBits(Double.NaN),
    Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY),
    Double.doubleToRawLongBits(-0.0),
    Double.doubleToRawLongBits(1e308)
  };

  /** Overlong, a surrogate, beyond U+10FFFF, cut off, a lone continuation. */
  private static final byte[][] NO_UTF8 = {
    {(byte) 0xc0, (byte) 0x80},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
    {'a', (byte) 0xe2, (byte) 0x82},
    {(byte) 0x80}
  };

  private static final int LENGTH = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private final List<byte[]> sound = new ArrayList<>();
  private final List<List<WireNode>> trees = new ArrayList<>();
  private final SplittableRandom random;

  BrokenOtlp(SplittableRandom random) {
    this.random = random;
    add(Messages.everything());
    for (ResourceMetrics resource : Messages.everything().getResourceMetricsList()) {
      add(Messages.request(resource));
    }
    for (Metric metric : metrics()) {
      add(Messages.request(Messages.resource(List.of(Messages.text("k", "v")), metric)));
    }
    add(
        Messages.request(
            Messages.resource(List.of(), metrics().toArray(new Metric[0])),
            Messages.resource(List.of(), metrics().get(0))));
  }

  private static List<Metric> metrics() {
    long second = 1_000_000_000L;
    return List.of(
        Messages.gauge("gauge", "By", Messages.point(second, 5), Messages.point(3 * second, -5)),
        Messages.gauge("unknown", "By", Messages.point(second, 5, Messages.text("k", "v"))),
        Messages.sum(
            "sum",
            AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE,
            true,
            Messages.point(second, 3, Messages.text("k", "a")),
            Messages.point(2 * second, 9, Messages.text("k", "a"))),
        Messages.sum(
            "sum",
            AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA,
            true,
            Messages.point(second, 3)),
        cumulativeHistogram(),
        deltaHistogram());
  }

  private static Metric cumulativeHistogram() {
    Metric.Builder metric = Messages.histogram().toBuilder().setUnit("s");
    metric
        .getHistogramBuilder()
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    metric.getHistogramBuilder().getDataPointsBuilder(1).setTimeUnixNano(2_000_000_000L);
    return metric.build();
  }

  private static Metric deltaHistogram() {
    Metric.Builder metric = Messages.exponentialHistogram().toBuilder().setName("histogram");
    metric
        .setUnit("s")
        .getExponentialHistogramBuilder()
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
        .getDataPointsBuilder(0)
        .setStartTimeUnixNano(1_000_000_000L)
        .setTimeUnixNano(2_000_000_000L)
        .setCount(7)
        .addAttributes(Messages.text("k", "v"));
    return metric.build();
  }

  private void add(ExportMetricsServiceRequest request) {
    byte[] bytes = request.toByteArray();
    sound.add(bytes);
    trees.add(WireNode.parse(bytes));
  }

  byte[] next() {
    int which = random.nextInt(sound.size());
    return switch (random.nextInt(12)) {
      case 0 -> bytes(random.nextInt(64));
      case 1, 2 -> changedBytes(sound.get(which));
      case 3 -> changedBytes(changedTree(trees.get(which)));
      default -> changedTree(trees.get(which));
    };
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return bytes;
  }

  private byte[] changedBytes(byte[] from) {
    byte[] bytes = from.clone();
    for (int n = random.nextInt(1, 5); n > 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      int end = Math.min(bytes.length, at + random.nextInt(1, 9));
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes = spliced(bytes, at, end, new byte[0]);
        default -> bytes = spliced(bytes, at, at, bytes(end - at));
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    byte[] spliced = Arrays.copyOf(bytes, from + between.length + bytes.length - to);
    System.arraycopy(between, 0, spliced, from, between.length);
    System.arraycopy(bytes, to, spliced, from + between.length, bytes.length - to);
    return spliced;
  }

  private byte[] changedTree(List<WireNode> from) {
    List<WireNode> tree = WireNode.copy(from);
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      List<List<WireNode>> messages = new ArrayList<>();
      collect(tree, messages);
      if (!messages.isEmpty()) {
        change(messages.get(random.nextInt(messages.size())), messages);
      }
    }
    return WireNode.bytes(tree);
  }

  /** Every message that has a field. */
  private static void collect(List<WireNode> message, List<List<WireNode>> out) {
    if (!message.isEmpty()) {
      out.add(message);
    }
    for (WireNode node : message) {
      if (node.children != null) {
        collect(node.children, out);
      }
    }
  }

  private void change(List<WireNode> message, List<List<WireNode>> messages) {
    int at = random.nextInt(message.size());
    WireNode node = message.get(at);
    switch (random.nextInt(14)) {
      case 0 -> node.field = random.nextInt(1, 16);
      case 1 -> node.wireType = random.nextInt(8);
      case 2 -> message.add(at, node.copy());
      case 3 -> message.remove(at);
      case 4 -> Collections.shuffle(message, new Random(random.nextLong()));
      case 5 -> replace(node, NO_UTF8[random.nextInt(NO_UTF8.length)]);
      case 6 -> node.number = EDGES[random.nextInt(EDGES.length)];
      case 7 -> node.padding = random.nextInt(1, 11);
      case 8 -> node.claim = claim(node);
      case 9 -> message.add(at, nested(node.field));
      case 10 -> message.add(WireNode.number(random.nextBoolean() ? 3 : 8, random.nextInt(5)));
      case 11 -> message.add(at, unknown());
      case 12 -> replace(node, bytes(random.nextInt(12)));
      default -> message.add(graft(messages));
    }
  }

  private static void replace(WireNode node, byte[] content) {
    node.children = null;
    node.content = content;
  }

  private long claim(WireNode node) {
    long length = node.content.length;
    return switch (random.nextInt(5)) {
      case 0 -> length + 1;
      case 1 -> Math.max(0, length - 1);
      case 2 -> Integer.MAX_VALUE;
      case 3 -> length + (1L << 32);
      default -> -1 - random.nextInt(100);
    };
  }

  /** A key and value in the given field, with lists and maps inside each other. */
  private WireNode nested(int field) {
    WireNode value = WireNode.message(2, List.of(WireNode.text(1, new byte[] {'x', '"'})));
    for (int depth = random.nextInt(1, 70); depth > 0; depth--) {
      if (random.nextBoolean()) {
        value.field = 1;
        value = WireNode.message(2, List.of(WireNode.message(5, List.of(value))));
      } else {
        WireNode entry = WireNode.message(1, List.of(WireNode.text(1, new byte[] {'k'}), value));
        value = WireNode.message(2, List.of(WireNode.message(6, List.of(entry))));
      }
    }
    return WireNode.message(field, List.of(WireNode.text(1, new byte[] {'k'}), value));
  }

  private WireNode unknown() {
    int field = random.nextInt(16, random.nextBoolean() ? 40 : 1 << 29);
    WireNode node = new WireNode(field, random.nextInt(6));
    node.number = random.nextLong();
    node.content = node.wireType == LENGTH ? bytes(random.nextInt(8)) : new byte[0];
    return node;
  }

  private WireNode graft(List<List<WireNode>> messages) {
    List<WireNode> from = messages.get(random.nextInt(messages.size()));
    return from.get(random.nextInt(from.size())).copy();
  }
}
