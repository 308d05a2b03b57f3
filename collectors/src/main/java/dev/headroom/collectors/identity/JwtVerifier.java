package dev.headroom.collectors.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.headroom.usage.TenantId;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Believes tokens by their signature, issuer, audience and times. */
final class JwtVerifier {
  private static final Verdict.Unknown NOT_VALID =
      new Verdict.Unknown("the token is not valid: signature, issuer or audience");
  private static final Verdict.Unknown EXPIRED = new Verdict.Unknown("the token has expired");
  private static final Verdict.Unknown NOBODY =
      new Verdict.Unknown("the token is valid, but neither its subject nor its tenant is known");

  /** Asymmetric ones alone: with others, whoever can verify can sign. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final JwtSettings settings;
  private final Map<String, Sender> bySubject;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  JwtVerifier(JwtSettings settings, Map<String, Sender> bySubject) {
    this.settings = settings;
    this.bySubject = Map.copyOf(bySubject);
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            ALGORITHMS, new ImmutableJWKSet<>(JwtSettings.keySet(settings.keys()))));
    // Times are compared with the moment that verify() is told.
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
  }

  /** Three parts: the compact form of a signed token (RFC 7515, 7.1). */
  static boolean looksLikeOne(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    return first > 0 && second > first && token.indexOf('.', second + 1) < 0;
  }

  Verdict verify(String token, Instant now) {
    try {
      return ofClaims(processor.process(token, null), now);
    } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
      // The last for what the library did not expect of an attacker.
      return NOT_VALID;
    }
  }

  private Verdict ofClaims(JWTClaimsSet claims, Instant now) throws ParseException {
    if (!settings.issuer().equals(claims.getIssuer())
        || !claims.getAudience().contains(settings.audience())) {
      return NOT_VALID;
    }
    if (claims.getExpirationTime() == null
        || !now.isBefore(claims.getExpirationTime().toInstant())) {
      return EXPIRED;
    }
    if (claims.getNotBeforeTime() != null && now.isBefore(claims.getNotBeforeTime().toInstant())) {
      return new Verdict.Unknown("the token is not valid yet");
    }
    Sender sender = sender(claims);
    return sender == null ? NOBODY : new Verdict.Known(sender);
  }

  private @Nullable Sender sender(JWTClaimsSet claims) throws ParseException {
    Sender known = claims.getSubject() == null ? null : bySubject.get(claims.getSubject());
    if (known != null || settings.tenantClaim() == null) {
      return known;
    }
    String tenant = claims.getStringClaim(settings.tenantClaim());
    return tenant == null || TenantId.problem(tenant).isPresent()
        ? null
        : new Sender.OneTenant(new TenantId(tenant));
  }
}
