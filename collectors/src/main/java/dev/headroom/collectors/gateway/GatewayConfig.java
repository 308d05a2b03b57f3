package dev.headroom.collectors.gateway;

import dev.headroom.collectors.identity.ClientName;
import dev.headroom.collectors.identity.Identities;
import dev.headroom.collectors.limit.ClientLimits;
import dev.headroom.usage.yaml.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway runs. Every constructor refuses what cannot work with an {@link
 * IllegalArgumentException} that says what was expected.
 *
 * @param spool where usage waits while Kafka is away; null: clients have to send it again
 * @param tls for both protocols; null: neither is encrypted
 */
public record GatewayConfig(
    Listener http,
    Listener grpc,
    @Nullable Tls tls,
    Kafka kafka,
    @Nullable SpoolDirectory spool,
    Limits limits,
    ClientLimits clientLimits,
    Identities identities) {
  public static final String SCHEMA = "dev/headroom/collectors/gateway/gateway.schema.json";

  public GatewayConfig {
    if (spool != null && spool.maxBytes() < 2L * limits.maxDecompressedBytes()) {
      throw new IllegalArgumentException(
          "expected spool.maxBytes (%s) of at least twice limits.maxDecompressedBytes (%s)"
              .formatted(
                  ByteSize.format(spool.maxBytes()),
                  ByteSize.format(limits.maxDecompressedBytes())));
    }
    if ((tls == null || tls.clientAuthorities() == null)
        && identities.names().stream().anyMatch(GatewayConfig::isOfCertificate)) {
      throw new IllegalArgumentException("a client with a certificate needs tls.clientCaFile");
    }
  }

  boolean isSameButForClients(GatewayConfig other) {
    return http.equals(other.http)
        && grpc.equals(other.grpc)
        && Objects.equals(tls, other.tls)
        && kafka.equals(other.kafka)
        && Objects.equals(spool, other.spool)
        && limits.equals(other.limits);
  }

  private static boolean isOfCertificate(ClientName name) {
    return name.kind() == ClientName.Kind.CERTIFICATE;
  }

  /**
   * Reads a file of kind {@code Gateway}.
   *
   * @param file its name for messages; token files are relative to it
   * @param environment where {@code tokenEnv} is looked up
   * @throws InvalidInputException with every problem
   */
  public static GatewayConfig parse(String file, String text, Map<String, String> environment) {
    return GatewayFile.read(file, text, environment);
  }

  /**
   * An address to listen on.
   *
   * @param port 0 takes a free one
   */
  public record Listener(String host, int port) {
    public Listener {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port " + port + " is not in 0…65535");
      }
    }
  }

  /**
   * PEM files, which are read again when they change.
   *
   * @param certificates the server's certificate and those that lead to its authority
   * @param privateKey the server's, PKCS #8, not encrypted
   * @param clientAuthorities whose client certificates are believed; null: none are asked for
   * @param clientCertificateRequired whether a client without one is refused
   */
  public record Tls(
      Path certificates,
      Path privateKey,
      @Nullable Path clientAuthorities,
      boolean clientCertificateRequired) {
    public Tls {
      if (clientCertificateRequired && clientAuthorities == null) {
        throw new IllegalArgumentException(
            "clientCertificateRequired needs clientCaFile, which says whose are believed");
      }
    }
  }

  /**
   * Where usage is appended.
   *
   * @param acknowledgeWithin how long a request waits for Kafka before it is answered with 503; its
   *     record is appended all the same once Kafka is back
   * @param properties further producer properties, such as those of TLS and SASL; what the
   *     gateway's guarantees rest on cannot be set
   */
  public record Kafka(
      String bootstrapServers,
      String topic,
      Duration acknowledgeWithin,
      Map<String, String> properties) {
    private static final Set<String> OURS =
        Set.of(
            "bootstrap.servers",
            "acks",
            "enable.idempotence",
            "transactional.id",
            "max.in.flight.requests.per.connection",
            "retries",
            "delivery.timeout.ms",
            "max.block.ms",
            "buffer.memory",
            "max.request.size",
            "partitioner.class",
            "key.serializer",
            "value.serializer",
            "interceptor.classes");

    public Kafka {
      properties = Map.copyOf(properties);
      Set<String> taken = new TreeSet<>(properties.keySet());
      taken.retainAll(OURS);
      if (!taken.isEmpty()) {
        throw new IllegalArgumentException(
            "the gateway sets " + String.join(", ", taken) + " itself");
      }
      if (acknowledgeWithin.compareTo(Duration.ofMillis(100)) < 0
          || acknowledgeWithin.compareTo(Duration.ofMinutes(5)) > 0) {
        throw new IllegalArgumentException("acknowledgeWithin is not in 100ms…5m");
      }
    }

    /** Waits ten seconds, no further properties. */
    public static Kafka of(String bootstrapServers, String topic) {
      return new Kafka(bootstrapServers, topic, Duration.ofSeconds(10), Map.of());
    }
  }

  /**
   * A directory of this gateway's own.
   *
   * @param maxBytes what it holds at most; then clients have to send again
   * @param after how long Kafka may be silent while usage waits for it, 100 ms to 5 min
   */
  public record SpoolDirectory(Path directory, long maxBytes, Duration after) {
    /** 1 GiB, five seconds. */
    public static SpoolDirectory of(Path directory) {
      return new SpoolDirectory(directory, 1L << 30, Duration.ofSeconds(5));
    }

    public SpoolDirectory {
      if (after.compareTo(Duration.ofMillis(100)) < 0
          || after.compareTo(Duration.ofMinutes(5)) > 0) {
        throw new IllegalArgumentException("after is not in 100ms…5m");
      }
    }
  }

  /**
   * What one request and all requests together may take, in bytes.
   *
   * @param maxRequestBytes of one request as received, at most 1 GiB
   * @param maxDecompressedBytes of one request after decompression, at least as many
   * @param maxPendingBytes of all requests that are being read or wait for Kafka; beyond it, new
   *     ones are answered with 503
   */
  public record Limits(int maxRequestBytes, int maxDecompressedBytes, int maxPendingBytes) {
    public static final Limits DEFAULT = new Limits(4 << 20, 16 << 20, 128 << 20);

    public Limits {
      if (maxRequestBytes < 1
          || maxDecompressedBytes < maxRequestBytes
          || maxPendingBytes / 2 < maxDecompressedBytes
          || maxPendingBytes > 1 << 30) {
        throw new IllegalArgumentException(
            "expected maxRequestBytes (%s) <= maxDecompressedBytes (%s) <= half of maxPendingBytes (%s) <= 512MiB"
                .formatted(
                    ByteSize.format(maxRequestBytes),
                    ByteSize.format(maxDecompressedBytes),
                    ByteSize.format(maxPendingBytes)));
      }
    }
  }
}
