package dev.headroom.collectors.identity;

import dev.headroom.usage.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A bearer token's SHA-256, whom it stands for, and until when. The token itself is not kept. */
public final class TenantToken {
  private static final int SHA256_BYTES = 32;

  private final Sender sender;
  private final byte[] sha256;
  private final @Nullable Instant expires;

  private TenantToken(Sender sender, byte[] sha256, @Nullable Instant expires) {
    this.sender = sender;
    this.sha256 = sha256;
    this.expires = expires;
  }

  /** The token of a tenant; throws as {@link #of(Sender, String)} does. */
  public static TenantToken of(TenantId tenant, String token) {
    return of(new Sender.OneTenant(tenant), token);
  }

  /**
   * Remembers the digest of a token that never expires.
   *
   * @throws IllegalArgumentException if it is empty, or no header could carry it
   */
  public static TenantToken of(Sender sender, String token) {
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("a token is made of visible ASCII characters");
    }
    return new TenantToken(sender, digest(token), null);
  }

  /**
   * A token of which only the digest is known.
   *
   * @param sha256 64 hexadecimal digits
   * @throws IllegalArgumentException if they are not
   */
  public static TenantToken ofDigest(Sender sender, String sha256) {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(sha256);
    } catch (IllegalArgumentException e) {
      bytes = new byte[0];
    }
    if (bytes.length != SHA256_BYTES) {
      throw new IllegalArgumentException("tokenSha256 is not 64 hexadecimal digits");
    }
    return new TenantToken(sender, bytes, null);
  }

  /** The same token, which is not valid from that moment on. */
  public TenantToken until(Instant end) {
    return new TenantToken(sender, sha256, end);
  }

  public Sender sender() {
    return sender;
  }

  boolean isExpired(Instant now) {
    return expires != null && !now.isBefore(expires);
  }

  /** In constant time. */
  boolean hasDigest(byte[] other) {
    return MessageDigest.isEqual(sha256, other);
  }

  /** For finding candidates; equal for equal tokens. */
  int bucket() {
    return bucket(sha256);
  }

  static int bucket(byte[] digest) {
    return (digest[0] & 0xff) << 24
        | (digest[1] & 0xff) << 16
        | (digest[2] & 0xff) << 8
        | (digest[3] & 0xff);
  }

  static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  boolean sameToken(TenantToken other) {
    return hasDigest(other.sha256);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TenantToken token
        && token.sender.equals(sender)
        && hasDigest(token.sha256)
        && Objects.equals(expires, token.expires);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }

  @Override
  public String toString() {
    return "token of " + sender.id().value();
  }
}
