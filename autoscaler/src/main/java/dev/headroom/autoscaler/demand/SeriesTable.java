package dev.headroom.autoscaler.demand;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Predicate;

/** The series of one workload, most of which have one; sorted by their identity. */
final class SeriesTable implements Iterable<CpuSeries> {
  private CpuSeries[] sorted = {};

  /** The series of a point, a new one if it is the first. */
  CpuSeries of(CpuPoint point) {
    int from = 0;
    int to = sorted.length - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      int order = sorted[middle].compareTo(point);
      if (order == 0) {
        return sorted[middle];
      }
      if (order < 0) {
        from = middle + 1;
      } else {
        to = middle - 1;
      }
    }
    CpuSeries[] more = new CpuSeries[sorted.length + 1];
    System.arraycopy(sorted, 0, more, 0, from);
    more[from] = new CpuSeries(point);
    System.arraycopy(sorted, from, more, from + 1, sorted.length - from);
    sorted = more;
    return more[from];
  }

  void removeIf(Predicate<CpuSeries> gone) {
    if (Arrays.stream(sorted).anyMatch(gone)) {
      sorted = Arrays.stream(sorted).filter(gone.negate()).toArray(CpuSeries[]::new);
    }
  }

  @Override
  public Iterator<CpuSeries> iterator() {
    return Arrays.asList(sorted).iterator();
  }
}
