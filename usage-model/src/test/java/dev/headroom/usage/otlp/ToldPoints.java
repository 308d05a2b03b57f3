package dev.headroom.usage.otlp;

import java.util.ArrayList;
import java.util.List;

/** What a visitor is told: in the lines of {@link ProtobufReading}, and the identity of series. */
final class ToldPoints implements PointVisitor {

  final List<String> lines = new ArrayList<>();

  /** Series and attributes, which must not depend on how a message is encoded. */
  final List<String> identities = new ArrayList<>();

  int points;
  private boolean histogram;

  @Override
  public boolean metric(MetricHeader metric) {
    lines.add(metric.name() + "|" + metric.unit() + "|" + metric.points());
    points += metric.points();
    histogram = metric.kind().isHistogram();
    return true;
  }

  @Override
  public void point(NumberPoint point) {
    String line =
        ProtobufReading.line(
            point.startNanos(), point.timeNanos(), point.hasNoRecordedValue() ? 1 : 0);
    if (histogram) {
      point.showCount();
      line += point.integer();
      point.showSum();
      line += point.isFloating() ? " " : "";
    } else if (point.isInteger()) {
      line += point.integer();
    }
    if (point.isFloating()) {
      line += ProtobufReading.bits(point.floating());
    }
    lines.add(line);
    identities.add(
        point.seriesHigh()
            + " "
            + point.seriesLow()
            + " "
            + point.usesDictionary()
            + " "
            + point.attribute("k")
            + " "
            + point.attribute("array"));
  }

  @Override
  public void endOfMetric() {}
}
