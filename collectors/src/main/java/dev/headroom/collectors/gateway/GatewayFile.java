package dev.headroom.collectors.gateway;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.headroom.collectors.gateway.GatewayConfig.Kafka;
import dev.headroom.collectors.gateway.GatewayConfig.Limits;
import dev.headroom.collectors.gateway.GatewayConfig.Listener;
import dev.headroom.collectors.gateway.GatewayConfig.SpoolDirectory;
import dev.headroom.collectors.gateway.GatewayConfig.Tls;
import dev.headroom.collectors.identity.ClientName;
import dev.headroom.collectors.identity.Identities;
import dev.headroom.collectors.identity.JwtSettings;
import dev.headroom.collectors.identity.Sender;
import dev.headroom.collectors.identity.TenantToken;
import dev.headroom.collectors.limit.ClientLimits;
import dev.headroom.collectors.limit.TenantLimits;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A file of kind {@code Gateway} as written, before defaults and secrets are filled in. */
record GatewayFile(
    String apiVersion,
    String kind,
    Address http,
    Address grpc,
    Broker kafka,
    @Nullable Disk spool,
    @Nullable Sizes limits,
    @Nullable TlsFiles tls,
    @Nullable Jwt jwt,
    @Nullable List<Client> clients,
    @Nullable List<Producer> producers) {
  record Address(@Nullable String host, int port) {
    Listener listener() {
      return new Listener(Objects.requireNonNullElse(host, "127.0.0.1"), port);
    }
  }

  record Broker(
      String bootstrapServers,
      @Nullable String topic,
      @Nullable Duration acknowledgeWithin,
      @Nullable Map<String, String> properties) {
    Kafka kafka() {
      Kafka defaults = Kafka.of(bootstrapServers, "usage.otlp");
      return new Kafka(
          bootstrapServers,
          Objects.requireNonNullElse(topic, defaults.topic()),
          Objects.requireNonNullElse(acknowledgeWithin, defaults.acknowledgeWithin()),
          Objects.requireNonNullElse(properties, defaults.properties()));
    }
  }

  record Disk(String directory, @Nullable String maxBytes, @Nullable Duration after) {
    private static final int MAX_GIB = 1 << 14;

    SpoolDirectory directory(Path base) {
      SpoolDirectory defaults = SpoolDirectory.of(base.resolve(directory));
      return new SpoolDirectory(
          defaults.directory(),
          maxBytes == null ? defaults.maxBytes() : ByteSize.parse(maxBytes, MAX_GIB),
          Objects.requireNonNullElse(after, defaults.after()));
    }
  }

  record Sizes(
      @Nullable String maxRequestBytes,
      @Nullable String maxDecompressedBytes,
      @Nullable String maxPendingBytes,
      @Nullable ClientSizes perClient,
      @Nullable Map<String, ClientSizes> overrides) {
    Limits limits() {
      Limits defaults = Limits.DEFAULT;
      return new Limits(
          bytes(maxRequestBytes, defaults.maxRequestBytes()),
          bytes(maxDecompressedBytes, defaults.maxDecompressedBytes()),
          bytes(maxPendingBytes, defaults.maxPendingBytes()));
    }

    private static int bytes(@Nullable String text, int otherwise) {
      return text == null ? otherwise : ByteSize.parse(text);
    }
  }

  record ClientSizes(
      @Nullable Integer pointsPerSecond,
      @Nullable Integer series,
      @Nullable Integer attributes,
      @Nullable String maxRequestBytes,
      @Nullable String maxDecompressedBytes) {
    /**
     * The same, checked.
     *
     * @throws IllegalArgumentException if more is allowed than the gateway takes of anybody
     */
    TenantLimits within(Limits gateway) {
      return new TenantLimits(
          pointsPerSecond,
          series,
          attributes,
          atMost("maxRequestBytes", maxRequestBytes, gateway.maxRequestBytes()),
          atMost("maxDecompressedBytes", maxDecompressedBytes, gateway.maxDecompressedBytes()));
    }

    private static @Nullable Integer atMost(String name, @Nullable String text, int most) {
      if (text == null) {
        return null;
      }
      int bytes = ByteSize.parse(text);
      if (bytes > most) {
        throw new IllegalArgumentException(
            "%s is %s, expected at most %s, which is limits.%s"
                .formatted(name, text, ByteSize.format(most), name));
      }
      return bytes;
    }
  }

  record Client(
      String tenant,
      @Nullable String tokenEnv,
      @Nullable String tokenFile,
      @Nullable String tokenSha256,
      @Nullable String certificate,
      @Nullable String jwtSubject,
      @Nullable Instant expires)
      implements ClientEntry {
    @Override
    public Sender sender() {
      return new Sender.OneTenant(new TenantId(tenant));
    }
  }

  record Producer(
      String producer,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> mayReportFor,
      @Nullable String tokenEnv,
      @Nullable String tokenFile,
      @Nullable String tokenSha256,
      @Nullable String certificate,
      @Nullable String jwtSubject,
      @Nullable Instant expires)
      implements ClientEntry {
    private static final List<String> ALL = List.of("*");

    @Override
    public Sender sender() {
      Sender.Tenants tenants =
          mayReportFor.equals(ALL)
              ? new Sender.Tenants.All()
              : new Sender.Tenants.Listed(Set.copyOf(mayReportFor));
      return new Sender.SharedProducer(new TenantId(producer), tenants);
    }
  }

  record Jwt(String jwksFile, String issuer, String audience, @Nullable String tenantClaim) {
    JwtSettings settings(Path base) {
      try {
        return new JwtSettings(
            Files.readString(base.resolve(jwksFile)), issuer, audience, tenantClaim);
      } catch (IOException e) {
        throw new IllegalArgumentException("file " + jwksFile + " cannot be read", e);
      }
    }
  }

  record TlsFiles(
      String certificateFile,
      String privateKeyFile,
      @Nullable String clientCaFile,
      @Nullable Boolean clientCertificateRequired) {
    Tls tls(Path base) {
      return new Tls(
          base.resolve(certificateFile),
          base.resolve(privateKeyFile),
          clientCaFile == null ? null : base.resolve(clientCaFile),
          Boolean.TRUE.equals(clientCertificateRequired));
    }
  }

  /** Where what is wrong with all clients together is told. */
  private String place() {
    return clients == null ? producers == null ? "" : "/producers" : "/clients";
  }

  static GatewayConfig read(String file, String text, Map<String, String> environment) {
    YamlDocument document = YamlDocument.parse(file, text, GatewayConfig.SCHEMA);
    GatewayFile written = document.as(GatewayFile.class);
    Path parent = Path.of(file).toAbsolutePath().getParent();
    Path base = parent == null ? Path.of("/") : parent;

    List<Problem> problems = new ArrayList<>();
    Reader reader = new Reader(document, problems);
    Listener http = reader.at("/http", written.http()::listener);
    Listener grpc = reader.at("/grpc", written.grpc()::listener);
    Kafka kafka = reader.at("/kafka", written.kafka()::kafka);
    Disk disk = written.spool();
    SpoolDirectory spool = disk == null ? null : reader.at("/spool", () -> disk.directory(base));
    Limits limits =
        written.limits() == null ? Limits.DEFAULT : reader.at("/limits", written.limits()::limits);
    TlsFiles tlsFiles = written.tls();
    Tls tls = tlsFiles == null ? null : reader.at("/tls", () -> tlsFiles.tls(base));
    Jwt jwtFile = written.jwt();
    JwtSettings jwt = jwtFile == null ? null : reader.at("/jwt", () -> jwtFile.settings(base));
    ClientLimits clientLimits = clientLimits(reader, written.limits(), limits);
    List<TenantToken> tokens = new ArrayList<>();
    List<ClientName> names = new ArrayList<>();
    Consumer<ClientEntry> identify = entry -> entry.identify(base, environment, tokens, names);
    reader.each("/clients", written.clients(), identify);
    reader.each("/producers", written.producers(), identify);
    if (http == null || grpc == null || kafka == null || limits == null || !problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    try {
      Identities identities = new Identities(tokens, names, jwt);
      return new GatewayConfig(http, grpc, tls, kafka, spool, limits, clientLimits, identities);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          List.of(document.problemAtKey(written.place(), String.valueOf(e.getMessage()))));
    }
  }

  private static ClientLimits clientLimits(
      Reader reader, @Nullable Sizes sizes, @Nullable Limits gateway) {
    if (sizes == null || gateway == null) {
      return ClientLimits.NONE;
    }
    ClientSizes each = sizes.perClient();
    TenantLimits perClient =
        each == null ? null : reader.at("/limits/perClient", () -> each.within(gateway));
    Map<TenantId, TenantLimits> overrides = new HashMap<>();
    Objects.requireNonNullElse(sizes.overrides(), Map.<String, ClientSizes>of())
        .forEach(
            (client, its) -> {
              var unused =
                  reader.at(
                      "/limits/overrides/" + client,
                      () -> overrides.put(new TenantId(client), its.within(gateway)));
            });
    return new ClientLimits(Objects.requireNonNullElse(perClient, TenantLimits.NONE), overrides);
  }

  /** Turns what a constructor refuses into a problem at its place in the file. */
  private record Reader(YamlDocument document, List<Problem> problems) {
    <E> void each(String pointer, @Nullable List<? extends E> entries, Consumer<E> read) {
      for (int i = 0; entries != null && i < entries.size(); i++) {
        E entry = entries.get(i);
        var unused =
            at(
                pointer + "/" + i,
                () -> {
                  read.accept(entry);
                  return true;
                });
      }
    }

    <T> @Nullable T at(String pointer, Supplier<T> value) {
      try {
        return value.get();
      } catch (IllegalArgumentException e) {
        problems.add(document.problemAtKey(pointer, String.valueOf(e.getMessage())));
        return null;
      }
    }
  }
}
