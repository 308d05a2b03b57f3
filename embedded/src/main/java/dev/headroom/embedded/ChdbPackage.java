package dev.headroom.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * The npm package with libchdb.so for one platform.
 *
 * @param integrity the checksum its tarball must have, in npm's notation; empty where none is
 *     pinned, and then only npm's own check of the registry's checksum stands
 */
record ChdbPackage(String name, String version, Platform platform, Optional<String> integrity) {

  static ChdbPackage of(Platform platform) {
    Properties pins = pins();
    return new ChdbPackage(
        pins.getProperty(platform.key() + ".package"),
        pins.getProperty("version"),
        platform,
        Optional.ofNullable(pins.getProperty(platform.key() + ".integrity")));
  }

  String spec() {
    return name + "@" + version;
  }

  String directoryName() {
    return version + "-" + platform.key();
  }

  private static Properties pins() {
    Properties pins = new Properties();
    try (InputStream in = ChdbPackage.class.getResourceAsStream("chdb.properties")) {
      pins.load(Objects.requireNonNull(in, "chdb.properties is not on the class path"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pins;
  }
}
