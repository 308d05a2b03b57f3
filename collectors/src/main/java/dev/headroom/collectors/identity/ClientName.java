package dev.headroom.collectors.identity;

import javax.security.auth.x500.X500Principal;

/**
 * A client that somebody else vouches for: whoever signed its certificate, or its token.
 *
 * @param name of a certificate its subject, in the canonical form of {@link X500Principal}, or a
 *     URI among its subject's alternative names (RFC 5280, 4.2.1.6), such as a SPIFFE id; of a JSON
 *     Web Token the claim {@code sub} (RFC 7519, 4.1.2)
 */
public record ClientName(Sender sender, Kind kind, String name) {
  /** Where the name stands. */
  public enum Kind {
    CERTIFICATE,
    JWT_SUBJECT
  }

  /**
   * The name in a certificate.
   *
   * @param name a distinguished name (RFC 2253), or a URI
   * @throws IllegalArgumentException if it is neither
   */
  public static ClientName ofCertificate(Sender sender, String name) {
    if (name.contains("://")) {
      return new ClientName(sender, Kind.CERTIFICATE, name);
    }
    try {
      return new ClientName(sender, Kind.CERTIFICATE, subject(new X500Principal(name)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + name + "' is neither a distinguished name, such as CN=acme,O=Acme, nor a URI", e);
    }
  }

  static String subject(X500Principal principal) {
    return principal.getName(X500Principal.CANONICAL);
  }
}
