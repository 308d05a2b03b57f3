package dev.headroom.collectors.gateway;

import dev.headroom.collectors.SecretReference;
import dev.headroom.collectors.identity.ClientName;
import dev.headroom.collectors.identity.Sender;
import dev.headroom.collectors.identity.TenantToken;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a client of a {@code Gateway} file proves who it is: in exactly one way. */
interface ClientEntry {
  Sender sender();

  @Nullable String tokenEnv();

  @Nullable String tokenFile();

  @Nullable String tokenSha256();

  @Nullable String certificate();

  @Nullable String jwtSubject();

  @Nullable Instant expires();

  /**
   * Adds the client to those of its kind.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  default void identify(
      Path base,
      Map<String, String> environment,
      List<TenantToken> tokens,
      List<ClientName> names) {
    long ways =
        Stream.of(tokenEnv(), tokenFile(), tokenSha256(), certificate(), jwtSubject())
            .filter(Objects::nonNull)
            .count();
    if (ways != 1) {
      throw new IllegalArgumentException(
          "expected exactly one of tokenEnv, tokenFile, tokenSha256, certificate and jwtSubject");
    }
    Sender sender = sender();
    String certificate = certificate();
    String jwtSubject = jwtSubject();
    Instant end = expires();
    if (certificate != null || jwtSubject != null) {
      if (end != null) {
        throw new IllegalArgumentException(
            "expires is for tokens; a certificate and a JSON Web Token say themselves when they end");
      }
      names.add(
          certificate != null
              ? ClientName.ofCertificate(sender, certificate)
              : new ClientName(sender, ClientName.Kind.JWT_SUBJECT, String.valueOf(jwtSubject)));
      return;
    }
    String digest = tokenSha256();
    TenantToken token =
        digest != null
            ? TenantToken.ofDigest(sender, digest)
            : TenantToken.of(
                sender, new SecretReference(tokenEnv(), tokenFile()).read(base, environment));
    tokens.add(end == null ? token : token.until(end));
  }
}
