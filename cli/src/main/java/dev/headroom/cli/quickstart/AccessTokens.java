package dev.headroom.cli.quickstart;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.store.PrivateFile;
import dev.headroom.collectors.identity.TenantToken;
import dev.headroom.usage.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The bearer token of each tenant: random, made once, readable by the owner of the file alone. */
record AccessTokens(Map<String, String> byTenant) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 24;

  /** Reads the file, and adds a token for every tenant that has none. */
  static AccessTokens of(Path file, Collection<String> tenants) throws IOException {
    Map<String, String> tokens = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] pair = line.split("=", 2);
        if (pair.length != 2) {
          throw CommandException.badInput(file + ": expected lines of the form tenant=token");
        }
        tokens.put(pair[0], pair[1]);
      }
    }
    if (!tokens.keySet().containsAll(tenants)) {
      tenants.forEach(tenant -> tokens.computeIfAbsent(tenant, t -> random()));
      PrivateFile.write(
          file,
          tokens.entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue() + "\n")
              .collect(Collectors.joining()));
    }
    return new AccessTokens(Map.copyOf(tokens));
  }

  List<TenantToken> forGateway() {
    return byTenant.entrySet().stream()
        .map(e -> TenantToken.of(new TenantId(e.getKey()), e.getValue()))
        .toList();
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
