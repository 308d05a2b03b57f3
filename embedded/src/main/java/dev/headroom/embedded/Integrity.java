package dev.headroom.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A file's SHA-512 in the notation of npm and of W3C Subresource Integrity: sha512-BASE64. */
final class Integrity {
  private Integrity() {}

  /**
   * @throws EmbeddedException if the file does not have the expected integrity
   */
  static void require(Path file, String expected) throws IOException {
    String actual = of(file);
    if (!actual.equals(expected)) {
      throw new EmbeddedException(
          file.getFileName()
              + " is not what was published: its checksum is "
              + actual
              + ", expected "
              + expected
              + "; nothing of it was kept, try again or look at what stands between npm and its"
              + " registry");
    }
  }

  static String of(Path file) throws IOException {
    MessageDigest digest = sha512();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return "sha512-" + Base64.getEncoder().encodeToString(digest.digest());
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }
}
