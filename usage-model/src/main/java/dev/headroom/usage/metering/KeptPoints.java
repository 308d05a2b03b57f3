package dev.headroom.usage.metering;

/**
 * The points of a series that are kept, in the order of their time. The span before a point (from
 * its left neighbour to it; before the first, from the beginning of time) is <em>closed</em> when
 * its points have been forgotten: what falls inside is covered. It is <em>open</em> when the two
 * neighbours are the neighbours of all accepted points: what falls inside is new.
 */
final class KeptPoints {

  private static final int TIME = 0;
  private static final int START = 1;
  private static final int HIGH = 2;
  private static final int LOW = 3;
  private static final int ARRIVAL = 4;
  private static final int FLAGS = 5;
  private static final int STRIDE = 6;

  private static final int CLOSED = 1;
  private static final int NO_VALUE = 2;

  private long[] cells = new long[4 * STRIDE];
  private int head;
  private int size;

  /** Is empty then. */
  void clear() {
    head = 0;
    size = 0;
  }

  int size() {
    return size;
  }

  long time(int i) {
    return cells[at(i) + TIME];
  }

  /** 0 if unknown, else at most the time. */
  long start(int i) {
    return cells[at(i) + START];
  }

  long high(int i) {
    return cells[at(i) + HIGH];
  }

  long low(int i) {
    return cells[at(i) + LOW];
  }

  /** The series' newest time when the point arrived, itself included. */
  long arrival(int i) {
    return cells[at(i) + ARRIVAL];
  }

  /** Whether the point says that there is no value. */
  boolean noValue(int i) {
    return (cells[at(i) + FLAGS] & NO_VALUE) != 0;
  }

  /** Whether the span before the point is closed. */
  boolean closedBefore(int i) {
    return (cells[at(i) + FLAGS] & CLOSED) != 0;
  }

  void closeBefore(int i) {
    cells[at(i) + FLAGS] |= CLOSED;
  }

  private int at(int i) {
    return (head + i) * STRIDE;
  }

  long newest() {
    return time(size - 1);
  }

  /** The first point not older than the time; {@link #size} if all are. */
  int firstNotBefore(long time) {
    int from = 0;
    int to = size;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (time(middle) < time) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** Inserts a point with an open span before it. */
  void insert(int i, long time, long start, long high, long low, long arrival, boolean noValue) {
    makeRoom();
    int at = at(i);
    System.arraycopy(cells, at, cells, at + STRIDE, (size - i) * STRIDE);
    size++;
    cells[at + TIME] = time;
    cells[at + START] = start;
    cells[at + HIGH] = high;
    cells[at + LOW] = low;
    cells[at + ARRIVAL] = arrival;
    cells[at + FLAGS] = noValue ? NO_VALUE : 0;
  }

  private void makeRoom() {
    if ((head + size + 1) * STRIDE <= cells.length) {
      return;
    }
    long[] target = head > size / 2 ? cells : new long[Math.max(8, size * 2) * STRIDE];
    System.arraycopy(cells, head * STRIDE, target, 0, size * STRIDE);
    cells = target;
    head = 0;
  }

  /** Forgets a point; the flags of its neighbours stay as they are. */
  void remove(int i) {
    if (i < size / 2) {
      System.arraycopy(cells, head * STRIDE, cells, (head + 1) * STRIDE, i * STRIDE);
      head++;
    } else {
      int at = at(i);
      System.arraycopy(cells, at + STRIDE, cells, at, (size - 1 - i) * STRIDE);
    }
    size--;
  }

  /** Forgets all but the newest; everything before it is closed. */
  void keepNewestOnly() {
    head += size - 1;
    size = 1;
    closeBefore(0);
  }
}
