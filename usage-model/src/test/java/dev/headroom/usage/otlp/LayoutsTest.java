package dev.headroom.usage.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.headroom.usage.Quantity;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message of a known layout is recognised, and read as if it was not. */
class LayoutsTest {

  private final Layouts layouts = new Layouts();

  private static NumberDataPoint.Builder floating(double value) {
    return NumberDataPoint.newBuilder().setTimeUnixNano(7).setAsDouble(value);
  }

  /** Points with and without a time, a start, a value and flags. */
  private static ResourceMetrics everyPoint() {
    return Messages.resource(
        List.of(Messages.text("r", "of the resource"), Messages.text("tenant.id", "acme")),
        Messages.gauge(
            "memory",
            "By",
            Messages.point(7, 40, Messages.text("k", "a")),
            Messages.point(7, 41, Messages.text("k", "bc"), Messages.text("s", "of the point")),
            floating(2.5).build(),
            NumberDataPoint.newBuilder().setAsInt(1).build(),
            NumberDataPoint.newBuilder().setTimeUnixNano(9).build(),
            Messages.point(8, 42).toBuilder().setFlags(1).build()),
        Messages.sum(
            "cpu",
            AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE,
            true,
            Messages.point(7, 43, Messages.text("k", "d"))),
        Messages.gauge("disk", "By", Messages.point(7, 44, Messages.text("k", "e"))));
  }

  /** Points of one moment with values, as a scrape has them. */
  private static ResourceMetrics scrape(NumberDataPoint... more) {
    List<NumberDataPoint> points = new ArrayList<>(List.of(Messages.point(7, 40)));
    points.addAll(List.of(more));
    return Messages.resource(
        List.of(Messages.text("r", "x")),
        Messages.gauge("memory", "By", points.toArray(NumberDataPoint[]::new)));
  }

  private @Nullable Layout find(byte[] bytes) {
    return layouts.find(bytes, 0, bytes.length);
  }

  private @Nullable Layout learn(byte[] bytes) {
    return layouts.learn(bytes, 0, bytes.length);
  }

  /** What a visitor that does not want the metric "cpu" is told. */
  private static final class Told implements PointVisitor {
    private final List<String> lines = new ArrayList<>();

    @Override
    public boolean metric(MetricHeader metric) {
      lines.add(metric.toString());
      return !metric.name().equals("cpu");
    }

    @Override
    public void point(NumberPoint point) {
      lines.add(
          "%d: %d-%d %s %s %s %s %s"
              .formatted(
                  point.ordinal(),
                  point.startNanos(),
                  point.timeNanos(),
                  point.isInteger()
                      ? point.integer()
                      : point.isFloating() ? point.floating() : "none",
                  point.hasNoRecordedValue(),
                  List.of("k", "s", "r").stream()
                      .map(key -> Objects.requireNonNullElse(point.attribute(key), "-"))
                      .toList(),
                  point.usesDictionary(),
                  point.tenantOtherThan("globex")));
    }

    @Override
    public void endOfMetric() {
      lines.add("end");
    }
  }

  private static List<String> plain(byte[] bytes) throws MalformedOtlpException {
    Told told = new Told();
    ResourceMetricsReader.read(bytes, 0, bytes.length, told);
    return told.lines;
  }

  private static List<String> known(Layout layout, byte[] bytes, int offset, int length)
      throws MalformedOtlpException {
    Told told = new Told();
    ResourceMetricsReader.read(layout, bytes, offset, length, told);
    return told.lines;
  }

  /** The 19 numbers may be others, all of eight bytes, and nothing else behind the resource. */
  @Test
  void aMessageHasALayoutIfOnlyItsResourceAndItsNumbersDiffer() throws Exception {
    byte[] bytes = everyPoint().toByteArray();
    assertThat(find(bytes)).isNull();
    Layout layout = Objects.requireNonNull(learn(bytes));
    assertThat(layout.points()).isEqualTo(8);
    int behindResource =
        bytes.length - everyPoint().toBuilder().clearResource().build().getSerializedSize();
    int holes = 0;
    for (int i = behindResource; i < bytes.length; i++) {
      byte before = bytes[i];
      boolean[] found = new boolean[8];
      for (int bit = 0; bit < 8; bit++) {
        bytes[i] = (byte) (before ^ 1 << bit);
        found[bit] = find(bytes) == layout;
        assertThat(found[bit]).as("bits of byte %d", i).isEqualTo(found[0]);
        if (found[bit]) {
          assertThat(known(layout, bytes, 0, bytes.length)).isEqualTo(plain(bytes));
        }
      }
      holes += found[0] ? 1 : 0;
      bytes[i] = before;
    }
    assertThat(holes).isEqualTo(19 * Long.BYTES);
  }

  @Test
  void theResourceMayBeAnyAndStandAnywhere() throws Exception {
    Layout layout = Objects.requireNonNull(learn(everyPoint().toByteArray()));
    ResourceMetrics.Builder other = everyPoint().toBuilder();
    other.getResourceBuilder().addAttributes(Messages.text("longer", "than before"));
    byte[] bytes = other.build().toByteArray();
    byte[] padded = new byte[bytes.length + 11];
    System.arraycopy(bytes, 0, padded, 5, bytes.length);
    assertThat(layouts.find(padded, 5, bytes.length)).isSameAs(layout);
    assertThat(known(layout, padded, 5, bytes.length)).isEqualTo(plain(bytes));

    byte[] none = everyPoint().toBuilder().clearResource().build().toByteArray();
    assertThat(find(none)).isSameAs(layout);
    assertThat(known(layout, none, 0, none.length)).isEqualTo(plain(none));

    byte[] longer = everyPoint().toBuilder().setSchemaUrl("urn:schemas").build().toByteArray();
    assertThat(find(longer)).isNull();
  }

  @Test
  void aMessageThatIsNotLikelyToComeAgainHasNoLayout() {
    assertThat(learn(Messages.resource(List.of(), Messages.histogram()).toByteArray())).isNull();
    NumberDataPoint exemplary =
        Messages.point(1, 2).toBuilder().addExemplars(Exemplar.newBuilder().setAsInt(4)).build();
    assertThat(learn(scrape(exemplary).toByteArray())).isNull();
    ByteString metrics = scrape().toBuilder().clearResource().build().toByteString();
    ByteString resource =
        ResourceMetrics.newBuilder().setResource(scrape().getResource()).build().toByteString();
    assertThat(learn(metrics.concat(resource).toByteArray())).as("resource last").isNull();
    assertThat(learn(metrics.toByteArray())).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void aMessageOfLessThanEightBytesHasNone(int url) {
    byte[] tiny = ResourceMetrics.newBuilder().setSchemaUrl("x".repeat(url)).build().toByteArray();
    assertThat(tiny).hasSize(url + 2);
    assertThat(learn(tiny) != null).isEqualTo(url == 6);
  }

  @Test
  void aMessageOfMoreThan256KibHasNone() {
    int frame =
        scrape().toBuilder()
            .clearResource()
            .setSchemaUrl("x".repeat(20_000))
            .build()
            .getSerializedSize();
    int room = (256 << 10) - frame + 20_000;
    String most = "x".repeat(room);
    assertThat(learn(scrape().toBuilder().setSchemaUrl(most).build().toByteArray())).isNotNull();
    assertThat(learn(scrape().toBuilder().setSchemaUrl(most + "x").build().toByteArray())).isNull();
  }

  /** Where no message is like another, learning is given up but for one of 256. */
  @Test
  void learningMustPayOff() {
    int learnt = 0;
    for (int i = 0; i < 512; i++) {
      byte[] bytes = scrape(Messages.point(7, 1, Messages.text("i", "" + i))).toByteArray();
      assertThat(find(bytes)).isNull();
      if (learn(bytes) != null) {
        learnt++;
        assertThat(i < 128 || i == 255 || i == 511).as("message %d", i).isTrue();
      }
    }
    assertThat(learnt).isEqualTo(130);
    byte[] last = scrape(Messages.point(7, 1, Messages.text("i", "511"))).toByteArray();
    for (int i = 0; i < 7; i++) {
      assertThat(find(last)).isNotNull();
    }
    byte[] other = scrape(Messages.point(7, 1, Messages.text("i", "512"))).toByteArray();
    assertThat(learn(other)).as("seven were found").isNull();
    assertThat(find(last)).isNotNull();
    assertThat(learn(other)).as("eight were found").isNotNull();
    assertThat(find(other)).isNotNull();
  }

  private @Nullable PointColumns columns(ResourceMetrics message) {
    byte[] bytes = message.toByteArray();
    Layout layout = Objects.requireNonNull(learn(bytes));
    return layouts.columns(layout, bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, 0.5, -0.5, 1e-10, 3, -3, 1e15, 0.1, 0x1p62, -0x1p62})
  void aColumnHoldsWhatThePointsSay(double value) {
    PointColumns columns =
        columns(scrape(floating(value).build(), Messages.point(7, Long.MIN_VALUE)));
    Objects.requireNonNull(columns);
    assertThat(columns.time()).isEqualTo(7);
    assertThat(columns.start(0)).isEqualTo(1);
    assertThat(columns.start(1)).isZero();
    Quantity[] expected = {Quantity.of(40), Quantity.ofDouble(value), Quantity.of(Long.MIN_VALUE)};
    long[] high = new long[4];
    long[] low = new long[4];
    long[] bits = new long[5];
    columns.copyValues(3, high, low);
    columns.copyBits(3, bits, 1);
    for (int i = 0; i < 3; i++) {
      assertThat(columns.high(i)).isEqualTo(expected[i].high()).isEqualTo(high[i]);
      assertThat(columns.low(i)).isEqualTo(expected[i].low()).isEqualTo(low[i]);
    }
    assertThat(bits).containsExactly(0, 40, Double.doubleToRawLongBits(value), Long.MIN_VALUE, 0);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0x1.0000000000001p62,
        -0x1.0000000000001p62
      })
  void ofAValueThatIsTooGreatThereAreNoColumns(double value) {
    assertThat(columns(scrape(floating(value).build()))).isNull();
  }

  @Test
  void ofPointsThatAreNotOfOneMomentThereAreNoColumns() {
    assertThat(columns(scrape(Messages.point(7, 1)))).isNotNull();
    assertThat(columns(scrape(Messages.point(8, 1)))).as("another time").isNull();
    assertThat(columns(scrape(NumberDataPoint.newBuilder().setAsInt(1).build()))).isNull();
    assertThat(columns(scrape(NumberDataPoint.newBuilder().setTimeUnixNano(7).build()))).isNull();
    assertThat(columns(scrape(Messages.point(7, 1).toBuilder().setFlags(1).build()))).isNull();
    Metric none = Metric.newBuilder().setName("none").setUnit("By").build();
    assertThat(learn(Messages.resource(List.of(), none).toByteArray())).isNull();
    assertThat(columns(Messages.resource(List.of(), Messages.gauge("none", "By")))).isNull();
  }

  @Test
  void fieldsThatAreNotKnownArePartOfTheLayout() throws Exception {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addFixed64(5).build())
            .build();
    NumberDataPoint odd = Messages.point(7, 1).toBuilder().setUnknownFields(unknown).build();
    byte[] bytes = scrape(odd).toByteArray();
    Layout layout = Objects.requireNonNull(learn(bytes));
    assertThat(known(layout, bytes, 0, bytes.length)).isEqualTo(plain(bytes));
  }
}
