package dev.headroom.collectors.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sender of an {@code Authorization} header. Candidates are looked up by the first 32
 * bits of the token's SHA-256, of which a caller learns nothing about another token, and compared
 * in constant time.
 */
final class TenantTokens {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST = 4096;

  private final Map<Integer, List<TenantToken>> byBucket = new HashMap<>();

  TenantTokens(Collection<TenantToken> tokens) {
    for (TenantToken token : tokens) {
      byBucket.computeIfAbsent(token.bucket(), b -> new ArrayList<>(1)).add(token);
    }
  }

  Optional<Sender> senderOf(@Nullable String authorization) {
    if (authorization == null
        || authorization.length() > LONGEST
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    byte[] digest = TenantToken.digest(authorization.substring(SCHEME.length()).strip());
    for (TenantToken token : byBucket.getOrDefault(TenantToken.bucket(digest), List.of())) {
      if (token.hasDigest(digest)) {
        return Optional.of(token.sender());
      }
    }
    return Optional.empty();
  }
}
