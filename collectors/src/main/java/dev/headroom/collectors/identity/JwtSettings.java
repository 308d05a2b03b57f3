package dev.headroom.collectors.identity;

import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * Which JSON Web Tokens (RFC 7519) are believed: signed by one of the keys, by this issuer, for
 * this audience, and not expired.
 *
 * @param keys a JWK Set (RFC 7517) of public keys, as JSON
 * @param issuer the claim {@code iss}
 * @param audience one of the values of the claim {@code aud}
 * @param tenantClaim the claim that has the tenant's id; null if only subjects are known
 */
public record JwtSettings(
    String keys, String issuer, String audience, @Nullable String tenantClaim) {

  /** Throws {@link IllegalArgumentException} if there are no keys, or one could sign as well. */
  public JwtSettings {
    JWKSet set = keySet(keys);
    if (set.isEmpty()) {
      throw new IllegalArgumentException("the JWK Set holds no key");
    }
    for (JWK key : set.getKeys()) {
      if (!(key instanceof AsymmetricJWK) || key.isPrivate()) {
        throw new IllegalArgumentException(
            "the JWK Set has a secret or private key (kid %s), expected public keys"
                .formatted(key.getKeyID()));
      }
    }
  }

  static JWKSet keySet(String json) {
    try {
      return JWKSet.parse(json);
    } catch (ParseException e) {
      throw new IllegalArgumentException("the JWK Set cannot be read: " + e.getMessage(), e);
    }
  }
}
