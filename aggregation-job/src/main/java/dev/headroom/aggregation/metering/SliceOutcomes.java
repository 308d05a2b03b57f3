package dev.headroom.aggregation.metering;

import dev.headroom.aggregation.intake.Slice;
import dev.headroom.aggregation.ledger.PointCounts;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.aggregation.rows.TableRow;
import dev.headroom.usage.metering.PointFlag;
import dev.headroom.usage.metering.PointOutcomes;
import dev.headroom.usage.metering.QuarantineReason;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What became of the points of one slice. Complaints are gathered by reason and metric, so that a
 * slice full of bad points makes a few rows and not millions; the first one's detail stands for
 * all.
 */
final class SliceOutcomes implements PointOutcomes {
  private record Matter(String reason, String metric) {}

  private record Complaint(long points, String detail) {
    Complaint plus(Complaint other) {
      return new Complaint(points + other.points, detail);
    }
  }

  private final Map<Matter, Complaint> complaints = new LinkedHashMap<>();
  private final Map<PointFlag, Long> flags = new EnumMap<>(PointFlag.class);
  private long counted;
  private long repeated;
  private long covered;
  private long unmetered;
  private long quarantined;

  @Override
  public void counted(int more) {
    counted += more;
  }

  @Override
  public void repeated() {
    repeated++;
  }

  @Override
  public void covered() {
    covered++;
  }

  @Override
  public void unmetered(int more) {
    unmetered += more;
  }

  @Override
  public void quarantined(QuarantineReason reason, String metric, int points, String detail) {
    setAside(reason.id(), metric, points, detail);
  }

  private void setAside(String reason, String metric, long points, String detail) {
    quarantined += points;
    complaints.merge(new Matter(reason, metric), new Complaint(points, detail), Complaint::plus);
  }

  /** The points that nothing was said of before the slice turned out to be unreadable. */
  void malformed(Slice slice, String detail) {
    long told = counted + repeated + covered + unmetered + quarantined;
    setAside("malformed", "", Math.max(0, slice.points() - told), detail);
  }

  @Override
  public void flagged(PointFlag flag, String metric, String detail) {
    flags.merge(flag, 1L, Long::sum);
  }

  PointCounts counts() {
    return new PointCounts(counted, repeated, covered, unmetered, quarantined);
  }

  Map<PointFlag, Long> flags() {
    return flags;
  }

  void quarantineRows(Slice slice, Consumer<TableRow> out) {
    int item = slice.firstItem();
    for (Map.Entry<Matter, Complaint> entry : complaints.entrySet()) {
      out.accept(
          QuarantineRow.of(
              slice.place(),
              item++,
              slice.key().tenant(),
              entry.getKey().reason(),
              entry.getKey().metric(),
              entry.getValue().points(),
              entry.getValue().detail(),
              slice.bytes(),
              slice.offset(),
              slice.length()));
    }
  }
}
