package dev.headroom.usage.metering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link ResourceUsage} as bytes. */
final class ResourceUsageState {

  private static final int VERSION = 1;
  private static final int MAX_SERIES = 1 << 26;
  private static final int MAX_METERS = 1 << 16;

  private ResourceUsageState() {}

  static void write(
      DataOutput out,
      SeriesTable series,
      PendingContributions pending,
      long forgottenNanos,
      long sweptMinute)
      throws IOException {
    out.writeByte(VERSION);
    Varints.write(out, forgottenNanos);
    Varints.write(out, sweptMinute);
    List<Series> all = new ArrayList<>(series.size());
    Map<Long, Integer> fingerprints = new LinkedHashMap<>();
    List<Integer> activityMeters = new ArrayList<>();
    series.forEach(all::add);
    int[] feeds = new int[all.size()];
    for (int i = 0; i < feeds.length; i++) {
      Series one = all.get(i);
      if (i > 0 && one.feedsFingerprint() == all.get(i - 1).feedsFingerprint()) {
        feeds[i] = feeds[i - 1];
        continue;
      }
      Integer known = fingerprints.putIfAbsent(one.feedsFingerprint(), fingerprints.size());
      feeds[i] = known == null ? fingerprints.size() - 1 : known;
      if (known == null) {
        activityMeters.add(one.activations() == null ? 0 : one.activations().meters());
      }
    }
    Varints.write(out, fingerprints.size());
    for (Map.Entry<Long, Integer> entry : fingerprints.entrySet()) {
      out.writeLong(entry.getKey());
      Varints.write(out, activityMeters.get(entry.getValue()));
    }
    Varints.write(out, all.size());
    for (int i = 0; i < feeds.length; i++) {
      Series one = all.get(i);
      out.writeLong(one.identityHigh());
      out.writeLong(one.identityLow());
      Varints.write(out, feeds[i]);
      Varints.write(out, one.floor());
      Varints.writeSigned(out, sweptMinute - one.touchedMinute());
      one.writePoints(out);
      Activations activations = one.activations();
      for (int m = 0; activations != null && m < activations.meters(); m++) {
        Varints.write(out, activations.carried(m));
      }
    }
    pending.write(out);
  }

  static ResourceUsage read(DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException("state of version " + version + ", this program reads " + VERSION);
    }
    long forgottenNanos = Varints.read(in);
    long sweptMinute = Varints.read(in);
    long[] fingerprints = new long[Varints.readCount(in, MAX_SERIES)];
    int[] activityMeters = new int[fingerprints.length];
    for (int i = 0; i < fingerprints.length; i++) {
      fingerprints[i] = in.readLong();
      activityMeters[i] = Varints.readCount(in, MAX_METERS);
    }
    SeriesTable series = new SeriesTable();
    PointsAtWork work = new PointsAtWork();
    int count = Varints.readCount(in, MAX_SERIES);
    for (int i = 0; i < count; i++) {
      long high = in.readLong();
      long low = in.readLong();
      int feeds = Varints.readCount(in, fingerprints.length - 1);
      long floor = Varints.read(in);
      long touched = sweptMinute - Varints.readSigned(in);
      Series one = new Series(high, low, floor, fingerprints[feeds]);
      one.readPoints(in, work);
      one.touch(touched);
      one.activations(activations(in, activityMeters[feeds]));
      series.add(one);
    }
    return ResourceUsage.of(series, PendingContributions.read(in), forgottenNanos, sweptMinute);
  }

  private static @Nullable Activations activations(DataInput in, int meters) throws IOException {
    if (meters == 0) {
      return null;
    }
    long[] carried = new long[meters];
    for (int m = 0; m < meters; m++) {
      carried[m] = Varints.read(in);
    }
    return new Activations(carried);
  }
}
