package dev.headroom.aggregation.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One numbered SQL file.
 *
 * @param version from the file's name, {@code V001__usage.sql} is 1
 * @param name from the file's name, {@code usage}
 */
record Migration(int version, String name, String sql) {
  private static final Pattern FILE_NAME = Pattern.compile("V([0-9]{3})__([a-z0-9_]+)\\.sql");

  static Migration load(String fileName) {
    try (InputStream in = Migration.class.getResourceAsStream(fileName)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks the schema file " + fileName);
      }
      return of(fileName, new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("schema file " + fileName, e);
    }
  }

  static Migration of(String fileName, String sql) {
    Matcher m = FILE_NAME.matcher(fileName);
    if (!m.matches()) {
      throw new IllegalArgumentException(fileName + " is not named like V001__usage.sql");
    }
    return new Migration(Integer.parseInt(m.group(1)), m.group(2), sql);
  }

  /** SHA-256 of the file, hex. */
  String checksum() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(sql.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM knows SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return String.format("V%03d %s", version, name);
  }
}
