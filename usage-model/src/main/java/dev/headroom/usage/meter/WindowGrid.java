package dev.headroom.usage.meter;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Where the windows of a tenant begin and end, in its time zone. All of them nest: a month is made
 * of days, and a day of windows of any fixed length, counted from its midnight. A day may have 23
 * or 25 hours, or 24½, so the last window of a day may be shorter than the others.
 *
 * <p>Times are nanoseconds since 1970, from there until 2262.
 */
public final class WindowGrid {

  /** Days and months of UTC. */
  public static final WindowGrid UTC = new WindowGrid(ZoneOffset.UTC);

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final ZoneId zone;
  private final boolean isUtc;

  private WindowGrid(ZoneId zone) {
    this.zone = zone;
    this.isUtc = zone.normalized().equals(ZoneOffset.UTC);
  }

  /** Days and months of that zone. */
  public static WindowGrid of(ZoneId zone) {
    return new WindowGrid(zone);
  }

  /**
   * Tells zones apart; the same in every JVM, so it may be stored. It does not tell whether the
   * rules of a zone have changed.
   */
  public long fingerprint() {
    return isUtc ? 0 : zone.getId().hashCode();
  }

  /**
   * For windows that are equally long and begin at multiples of their length: that length in ns,
   * else 0.
   */
  public long evenNanos(WindowLength length) {
    return isUtc && length instanceof WindowLength.Fixed fixed ? fixed.length().toNanos() : 0;
  }

  /** Start of the window that holds the instant. */
  public long start(WindowLength length, long instant) {
    long even = evenNanos(length);
    if (even > 0) {
      return Math.floorDiv(instant, even) * even;
    }
    LocalDate day = day(instant);
    if (!(length instanceof WindowLength.Fixed fixed)) {
      return midnight(length == WindowLength.Calendar.MONTH ? day.withDayOfMonth(1) : day);
    }
    long midnight = midnight(day);
    long nanos = fixed.length().toNanos();
    return midnight + (instant - midnight) / nanos * nanos;
  }

  /** End, exclusive, of the window that starts there. */
  public long end(WindowLength length, long start) {
    if (isUtc && length instanceof WindowLength.Fixed fixed) {
      return start + fixed.length().toNanos();
    }
    LocalDate day = day(start);
    if (length == WindowLength.Calendar.MONTH) {
      return midnight(day.plusMonths(1).withDayOfMonth(1));
    }
    long midnight = midnight(day.plusDays(1));
    return length instanceof WindowLength.Fixed fixed
        ? Math.min(start + fixed.length().toNanos(), midnight)
        : midnight;
  }

  /**
   * How many samples of a length a window has; every day begins with a new one.
   *
   * @param startSecond start of the window, in seconds since 1970
   * @param endSecond its end, exclusive
   */
  public int samples(Duration length, long startSecond, long endSecond) {
    long seconds = length.toSeconds();
    long samples = 0;
    for (long at = startSecond; at < endSecond; ) {
      long dayEnd = end(WindowLength.Calendar.DAY, at * NANOS_PER_SECOND) / NANOS_PER_SECOND;
      long until = Math.min(dayEnd, endSecond);
      samples += (until - at + seconds - 1) / seconds;
      at = until;
    }
    return Math.toIntExact(samples);
  }

  /** The month that holds a time in seconds since 1970: the billing period of what starts there. */
  public YearMonth month(long epochSecond) {
    return YearMonth.from(Instant.ofEpochSecond(epochSecond).atZone(zone));
  }

  private LocalDate day(long nanos) {
    Instant second = Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND));
    return LocalDate.ofInstant(second, zone);
  }

  /** The first instant of the day, which is not always 00:00. */
  private long midnight(LocalDate day) {
    return day.atStartOfDay(zone).toEpochSecond() * NANOS_PER_SECOND;
  }
}
