package dev.headroom.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The password of a data directory, in a file that only its owner may read. */
final class ClickHousePassword {
  private static final int RANDOM_BYTES = 16;

  private ClickHousePassword() {}

  /** The wanted password, else the one used last, else a random one; remembered for next time. */
  static String of(Path directory, Optional<String> wanted) throws IOException {
    Path file = directory.resolve("password");
    if (wanted.isEmpty() && Files.exists(file)) {
      return notBlank(Files.readString(file).strip(), file.toString());
    }
    String password =
        notBlank(wanted.orElseGet(ClickHousePassword::random), "the ClickHouse password");
    Files.writeString(file, "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, password);
    return password;
  }

  private static String notBlank(String password, String where) {
    if (password.isBlank()) {
      throw new EmbeddedException(where + " is empty, expected a password");
    }
    return password;
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
