package dev.headroom.collectors.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.headroom.collectors.identity.Sender.Tenants;
import dev.headroom.usage.TenantId;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final Sender ACME = new Sender.OneTenant(new TenantId("acme"));
  private static final Sender GLOBEX = new Sender.OneTenant(new TenantId("globex"));
  private static final Sender SHARED =
      new Sender.SharedProducer(new TenantId("shared"), new Tenants.Listed(Set.of("acme")));

  @Test
  void aTokenIsItsSendersUntilItExpires() {
    Authenticator known =
        new Authenticator(
            Identities.of(
                List.of(
                    TenantToken.of(ACME, "old").until(NOW),
                    TenantToken.of(ACME, "new").until(NOW.plusNanos(1)),
                    // sha256sum of "test"
                    TenantToken.ofDigest(
                        GLOBEX,
                        "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"))));
    assertThat(known.authenticate("Bearer new", null, NOW)).isEqualTo(known(ACME));
    assertThat(known.authenticate("bearer  test", null, NOW)).isEqualTo(known(GLOBEX));
    assertThat(known.authenticate("Bearer old", null, NOW))
        .isEqualTo(new Verdict.Unknown("the token has expired"));
    for (String header :
        new String[] {
          null, "", "Bearer", "Bearer ", "new", "Basic new", "Bearer new.", "Bearer a.b.c"
        }) {
      assertThat(known.authenticate(header, null, NOW))
          .as(header)
          .isEqualTo(
              new Verdict.Unknown(
                  "expected the header 'Authorization: Bearer …' with a valid token"));
    }
    assertThat(known.authenticate("Bearer " + "x".repeat(20_000), null, NOW))
        .isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void aJsonWebTokenIsBelievedIfItsIssuerSignedItForUsAndItHolds() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    ECKey other = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    Authenticator known = jwt(key, "tenant");

    JWTClaimsSet good = claims().build();
    assertThat(verdict(known, sign(key, good))).isEqualTo(known(SHARED));
    assertThat(verdict(known, sign(key, claims().subject("unknown").build())))
        .isEqualTo(known(GLOBEX));
    assertThat(verdict(known, sign(key, claims().audience(List.of("x", "headroom")).build())))
        .isEqualTo(known(SHARED));

    String invalid = "the token is not valid: signature, issuer or audience";
    assertUnknown(known, sign(other, good), invalid);
    assertUnknown(known, sign(key, claims().issuer("somebody").build()), invalid);
    assertUnknown(known, sign(key, claims().audience("somebody").build()), invalid);
    assertUnknown(known, new PlainJWT(good).serialize(), invalid);
    String signed = sign(key, good);
    assertUnknown(known, signed.substring(0, signed.length() - 4) + "AAAA", invalid);
    String[] parts = signed.split("\\.", -1);
    String claims = sign(key, claims().subject("admin").build()).split("\\.", -1)[1];
    assertUnknown(known, parts[0] + "." + claims + "." + parts[2], invalid);
    // With the public key as the secret of a symmetric algorithm.
    SignedJWT confused = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), good);
    confused.sign(new MACSigner(key.toPublicJWK().toString()));
    assertUnknown(known, confused.serialize(), invalid);

    String expired = "the token has expired";
    assertUnknown(known, sign(key, claims().expirationTime(Date.from(NOW)).build()), expired);
    assertUnknown(known, sign(key, claims().expirationTime(null).build()), expired);
    Date later = Date.from(NOW.plusSeconds(1));
    assertUnknown(
        known, sign(key, claims().notBeforeTime(later).build()), "the token is not valid yet");

    // Headers that are not what a library expects.
    for (String odd : List.of("bnVsbA.e30.", "W10.e30.AA", "e30.bnVsbA.AA", "...", "a..b")) {
      assertThat(verdict(known, odd)).as(odd).isInstanceOf(Verdict.Unknown.class);
    }

    String nobody = "the token is valid, but neither its subject nor its tenant is known";
    assertUnknown(
        known, sign(key, claims().subject("unknown").claim("tenant", null).build()), nobody);
    assertUnknown(
        known, sign(key, claims().subject("unknown").claim("tenant", "No Id").build()), nobody);
    assertUnknown(jwt(key, null), sign(key, claims().subject("unknown").build()), nobody);
  }

  @Test
  void onlyPublicKeysAreTaken() throws Exception {
    OctetSequenceKey secret = new OctetSequenceKeyGenerator(256).keyID("s").generate();
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("p").generate();
    for (var each : List.of(secret, key)) {
      String keys = new JWKSet(each).toString(false);
      assertThatThrownBy(() -> new JwtSettings(keys, "i", "a", null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("(kid " + each.getKeyID() + "), expected public keys");
    }
    assertThatThrownBy(() -> new JwtSettings("{\"keys\":[]}", "i", "a", null))
        .hasMessage("the JWK Set holds no key");
    assertThatThrownBy(() -> new JwtSettings("nonsense", "i", "a", null))
        .hasMessageStartingWith("the JWK Set cannot be read: ");
  }

  @Test
  void aCertificateIsKnownByItsSubjectOrAUriInIt(@TempDir Path directory) throws Exception {
    TestAuthority authority = TestAuthority.create(directory, "authority");
    X509Certificate bySubject = authority.issue("CN=agent, O=Acme", null).certificate();
    X509Certificate byUri = authority.issue("CN=x", "uri:spiffe://example/globex").certificate();
    X509Certificate both =
        authority.issue("CN=agent,O=Acme", "uri:spiffe://example/globex").certificate();
    X509Certificate nobody = authority.issue("CN=agent,O=Other", null).certificate();
    Instant now = bySubject.getNotBefore().toInstant().plusSeconds(60);
    Authenticator known =
        new Authenticator(
            new Identities(
                List.of(TenantToken.of(ACME, "acme"), TenantToken.of(GLOBEX, "globex")),
                List.of(
                    ClientName.ofCertificate(ACME, "cn=Agent,o=acme"),
                    ClientName.ofCertificate(GLOBEX, "spiffe://example/globex")),
                null));
    assertThat(known.authenticate(null, bySubject, now)).isEqualTo(known(ACME));
    assertThat(known.authenticate(null, byUri, now)).isEqualTo(known(GLOBEX));
    assertThat(known.authenticate(null, both, now))
        .isEqualTo(new Verdict.Unknown("the names in the client certificate are not one sender's"));
    assertThat(known.authenticate(null, nobody, now)).isInstanceOf(Verdict.Unknown.class);

    Instant expired = bySubject.getNotAfter().toInstant().plusSeconds(1);
    assertThat(known.authenticate(null, bySubject, expired))
        .isEqualTo(new Verdict.Unknown("the client certificate has expired"));
    assertThat(known.authenticate("Bearer acme", bySubject, now)).isEqualTo(known(ACME));
    assertThat(known.authenticate("Bearer acme", nobody, now)).isEqualTo(known(ACME));
    assertThat(known.authenticate("Bearer globex", bySubject, now))
        .isEqualTo(
            new Verdict.Unknown("the token and the client certificate are not the same sender's"));
    // A certificate does not make up for a token that is not valid.
    assertThat(known.authenticate("Bearer wrong", bySubject, now))
        .isInstanceOf(Verdict.Unknown.class);
  }

  private static Authenticator jwt(ECKey key, @Nullable String tenantClaim) {
    return new Authenticator(
        new Identities(
            List.of(),
            List.of(
                new ClientName(SHARED, ClientName.Kind.JWT_SUBJECT, "service:shared"),
                new ClientName(ACME, ClientName.Kind.JWT_SUBJECT, "admin")),
            new JwtSettings(
                new JWKSet(key.toPublicJWK()).toString(), "issuer", "headroom", tenantClaim)));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("issuer")
        .audience("headroom")
        .subject("service:shared")
        .claim("tenant", "globex")
        .expirationTime(Date.from(NOW.plus(Duration.ofMinutes(1))));
  }

  private static String sign(ECKey key, JWTClaimsSet claims) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private static Verdict verdict(Authenticator known, String token) {
    return known.authenticate("Bearer " + token, null, NOW);
  }

  private static void assertUnknown(Authenticator known, String token, String message) {
    assertThat(verdict(known, token)).isEqualTo(new Verdict.Unknown(message));
  }

  private static Verdict known(Sender sender) {
    return new Verdict.Known(sender);
  }
}
