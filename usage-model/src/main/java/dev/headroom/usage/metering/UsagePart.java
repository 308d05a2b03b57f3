package dev.headroom.usage.metering;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which part of a window a contribution belongs to: 128 bits, since money hangs on it that two
 * values are not taken for one.
 */
public record UsagePart(long high, long low) {

  /** Of a window that has no parts. */
  public static final UsagePart WHOLE = new UsagePart(0, 0);

  /** The sample that begins so many seconds into its window. */
  public static UsagePart sample(long seconds) {
    return new UsagePart(0, seconds);
  }

  /** The value of an attribute: the first half of the SHA-256 of its text in UTF-8. */
  public static UsagePart value(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      ByteBuffer longs = ByteBuffer.wrap(digest);
      return new UsagePart(longs.getLong(), longs.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
