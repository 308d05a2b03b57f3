package dev.headroom.collectors.node;

import java.nio.file.Path;
import java.util.Optional;

/** Where control groups of version 2 are mounted, from {@code /proc/self/mountinfo}. */
final class CgroupMount {
  private CgroupMount() {}

  static Optional<Path> find(String mountinfo) {
    for (String line : mountinfo.split("\n", -1)) {
      int dash = line.indexOf(" - cgroup2 ");
      String[] fields = line.split(" ", -1);
      if (dash > 0 && fields.length > 4) {
        // Space, tab, line break and backslash are written in octal.
        return Optional.of(Path.of(fields[4].replace("\\040", " ")));
      }
    }
    return Optional.empty();
  }
}
