package dev.headroom.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The platforms libchdb is published for; the key is the suffix npm packages use. */
enum Platform {
  LINUX_X64("linux-x64"),
  LINUX_ARM64("linux-arm64");

  private final String key;

  Platform(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), ownMaps());
  }

  /**
   * @param os the system property {@code os.name}
   * @param arch the system property {@code os.arch}
   * @param maps what this process has mapped, which shows the C library it runs on
   * @throws EmbeddedException if libchdb does not run there
   */
  static Platform of(String os, String arch, String maps) {
    boolean runs = os.equals("Linux") && !maps.contains("ld-musl");
    return switch (runs ? arch : "") {
      case "amd64", "x86_64" -> LINUX_X64;
      case "aarch64" -> LINUX_ARM64;
      default ->
          throw new EmbeddedException(
              "embedded ClickHouse runs on Linux x86-64 and arm64 with glibc; this is "
                  + (os + " " + arch)
                  + (maps.contains("ld-musl") ? " with musl" : "")
                  + ": give the address of a ClickHouse server instead");
    };
  }

  private static String ownMaps() {
    try {
      return Files.readString(Path.of("/proc/self/maps"));
    } catch (IOException e) {
      return ""; // not Linux, which os.name says
    }
  }
}
