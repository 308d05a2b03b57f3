package dev.headroom.collectors.gateway;

import dev.headroom.usage.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A bearer token's SHA-256 and whom it stands for. The token itself is not kept. */
public final class TenantToken {
  private final Sender sender;
  private final byte[] sha256;

  private TenantToken(Sender sender, byte[] sha256) {
    this.sender = sender;
    this.sha256 = sha256;
  }

  /** The token of a tenant; throws as {@link #of(Sender, String)} does. */
  public static TenantToken of(TenantId tenant, String token) {
    return of(new Sender.OneTenant(tenant), token);
  }

  /**
   * Remembers the digest of a token.
   *
   * @throws IllegalArgumentException if it is empty, or no header could carry it
   */
  public static TenantToken of(Sender sender, String token) {
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("a token is made of visible ASCII characters");
    }
    return new TenantToken(sender, digest(token));
  }

  public Sender sender() {
    return sender;
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
  public String toString() {
    return "token of " + sender.id().value();
  }
}
