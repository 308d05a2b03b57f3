package dev.headroom.collectors.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables of the kernel, one device a line. */
final class CounterTable {
  /** {@code /proc/diskstats} counts in these, whatever the device's own are. */
  private static final long SECTOR_BYTES = 512;

  private CounterTable() {}

  /** Bytes that a device took in (received, read) and gave out (transmitted, written). */
  record Device(String name, long in, long out) {}

  /** {@code /proc/net/dev}, without the loopback. */
  static List<Device> network(String text) {
    List<Device> devices = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      String[] fields = line.substring(colon + 1).strip().split("\\s+", -1);
      String name = line.substring(0, Math.max(colon, 0)).strip();
      if (colon > 0 && fields.length >= 9 && !name.equals("lo")) {
        devices.add(new Device(name, Long.parseLong(fields[0]), Long.parseLong(fields[8])));
      }
    }
    return devices;
  }

  /**
   * {@code /proc/diskstats}; of the devices named, which should be whole disks, since a partition's
   * bytes are its disk's too.
   */
  static List<Device> disks(String text, Iterable<String> names) {
    List<Device> devices = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] fields = line.strip().split("\\s+", -1);
      for (String name : names) {
        if (fields.length >= 10 && fields[2].equals(name)) {
          long read = Long.parseLong(fields[5]) * SECTOR_BYTES;
          long written = Long.parseLong(fields[9]) * SECTOR_BYTES;
          devices.add(new Device(name, read, written));
        }
      }
    }
    return devices;
  }

  /** The names of the devices in {@code /proc/diskstats}, by their numbers such as {@code 8:0}. */
  static Map<String, String> devices(String text) {
    Map<String, String> names = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length >= 3) {
        names.put(fields[0] + ":" + fields[1], fields[2]);
      }
    }
    return names;
  }

  /** {@code io.stat} of a control group (version 2), one device a line. */
  static List<Device> cgroupIo(String text) {
    List<Device> devices = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length > 1) {
        Map<String, Long> numbers =
            KeyedNumbers.parse(
                line.substring(words[0].length()).strip().replace(' ', '\n').replace('=', ' '));
        devices.add(
            new Device(
                words[0], numbers.getOrDefault("rbytes", 0L), numbers.getOrDefault("wbytes", 0L)));
      }
    }
    return devices;
  }
}
