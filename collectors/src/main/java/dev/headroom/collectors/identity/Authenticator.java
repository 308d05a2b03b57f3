package dev.headroom.collectors.identity;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sender of a request. Candidates for a token are looked up by the first 32 bits of its
 * SHA-256, of which a caller learns nothing about another token, and compared in constant time.
 *
 * <p>A token that is sent decides, and one that is not valid is not made up for by a certificate.
 * If there are both, they must be the same sender's.
 */
public final class Authenticator {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST = 16_384;
  private static final int URI_NAME = 6; // RFC 5280, 4.2.1.6
  private static final Verdict.Unknown NO_TOKEN =
      new Verdict.Unknown("expected the header 'Authorization: Bearer …' with a valid token");
  private static final Verdict.Unknown NO_CERTIFICATE =
      new Verdict.Unknown(
          "the client certificate is nobody's, expected a known one or the header 'Authorization: Bearer …' with a valid token");

  private final Map<Integer, List<TenantToken>> byBucket = new HashMap<>();
  private final Map<String, Sender> byCertificate = new HashMap<>();
  private final @Nullable JwtVerifier jwt;

  public Authenticator(Identities identities) {
    for (TenantToken token : identities.tokens()) {
      byBucket.computeIfAbsent(token.bucket(), b -> new ArrayList<>(1)).add(token);
    }
    Map<String, Sender> bySubject = new HashMap<>();
    for (ClientName name : identities.names()) {
      (name.kind() == ClientName.Kind.CERTIFICATE ? byCertificate : bySubject)
          .put(name.name(), name.sender());
    }
    JwtSettings settings = identities.jwt();
    jwt = settings == null ? null : new JwtVerifier(settings, bySubject);
  }

  /**
   * Who sends.
   *
   * @param authorization the header of that name; null if there is none
   * @param certificate one that was found to be signed by an authority we trust; null if there is
   *     none
   */
  public Verdict authenticate(
      @Nullable String authorization, @Nullable X509Certificate certificate, Instant now) {
    if (authorization == null) {
      return certificate == null ? NO_TOKEN : ofCertificate(certificate, now);
    }
    Verdict byToken = ofToken(authorization, now);
    if (byToken instanceof Verdict.Known known
        && certificate != null
        && ofCertificate(certificate, now) instanceof Verdict.Known other
        && !other.sender().equals(known.sender())) {
      return new Verdict.Unknown("the token and the client certificate are not the same sender's");
    }
    return byToken;
  }

  private Verdict ofToken(String authorization, Instant now) {
    if (authorization.length() > LONGEST
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return NO_TOKEN;
    }
    String token = authorization.substring(SCHEME.length()).strip();
    byte[] digest = TenantToken.digest(token);
    for (TenantToken known : byBucket.getOrDefault(TenantToken.bucket(digest), List.of())) {
      if (known.hasDigest(digest)) {
        return known.isExpired(now)
            ? new Verdict.Unknown("the token has expired")
            : new Verdict.Known(known.sender());
      }
    }
    return jwt == null || !JwtVerifier.looksLikeOne(token) ? NO_TOKEN : jwt.verify(token, now);
  }

  private Verdict ofCertificate(X509Certificate certificate, Instant now) {
    try {
      // A connection may last longer than what it was made with.
      certificate.checkValidity(Date.from(now));
    } catch (CertificateException e) {
      return new Verdict.Unknown("the client certificate has expired");
    }
    TreeSet<String> names = new TreeSet<>(uris(certificate));
    names.add(ClientName.subject(certificate.getSubjectX500Principal()));
    Sender found = null;
    for (String name : names) {
      Sender sender = byCertificate.get(name);
      if (sender != null && found != null && !sender.equals(found)) {
        return new Verdict.Unknown("the names in the client certificate are not one sender's");
      }
      found = sender == null ? found : sender;
    }
    return Optional.ofNullable(found).<Verdict>map(Verdict.Known::new).orElse(NO_CERTIFICATE);
  }

  private static List<String> uris(X509Certificate certificate) {
    List<String> uris = new ArrayList<>();
    try {
      var names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> name : names) {
          if (Integer.valueOf(URI_NAME).equals(name.get(0))) {
            uris.add(String.valueOf(name.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      // Names that cannot be read are not known.
    }
    return uris;
  }
}
