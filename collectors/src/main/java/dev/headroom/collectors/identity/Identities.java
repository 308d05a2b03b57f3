package dev.headroom.collectors.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All clients that a gateway knows.
 *
 * @param tokens a sender may have several (while one is being replaced), a token has one sender
 * @param names of clients that somebody else vouches for
 * @param jwt whose tokens are believed; null: nobody's
 */
public record Identities(
    List<TenantToken> tokens, List<ClientName> names, @Nullable JwtSettings jwt) {

  /** Throws {@link IllegalArgumentException} if there is nobody, or one name has two senders. */
  public Identities {
    tokens = List.copyOf(tokens);
    names = List.copyOf(names);
    if (tokens.isEmpty() && names.isEmpty() && (jwt == null || jwt.tenantClaim() == null)) {
      throw new IllegalArgumentException("expected at least one token");
    }
    tokensDiffer(tokens);
    Set<String> seen = new HashSet<>();
    for (ClientName name : names) {
      if (!seen.add(name.kind() + " " + name.name())) {
        throw new IllegalArgumentException("'" + name.name() + "' is there twice");
      }
      if (name.kind() == ClientName.Kind.JWT_SUBJECT && jwt == null) {
        throw new IllegalArgumentException(
            "jwtSubject '" + name.name() + "' needs jwt, which says whose tokens are believed");
      }
    }
  }

  /** Bearer tokens alone. */
  public static Identities of(List<TenantToken> tokens) {
    return new Identities(tokens, List.of(), null);
  }

  private static void tokensDiffer(List<TenantToken> tokens) {
    Map<Integer, List<TenantToken>> seen = new HashMap<>();
    for (TenantToken token : tokens) {
      List<TenantToken> alike = seen.computeIfAbsent(token.bucket(), b -> new ArrayList<>(1));
      for (TenantToken other : alike) {
        if (other.sameToken(token)) {
          throw new IllegalArgumentException(
              "the tokens of '%s' and '%s' are the same"
                  .formatted(other.sender().id().value(), token.sender().id().value()));
        }
      }
      alike.add(token);
    }
  }
}
