package dev.headroom.collectors.gateway;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.headroom.collectors.SecretReference;
import dev.headroom.collectors.gateway.GatewayConfig.Kafka;
import dev.headroom.collectors.gateway.GatewayConfig.Limits;
import dev.headroom.collectors.gateway.GatewayConfig.Listener;
import dev.headroom.collectors.gateway.GatewayConfig.SpoolDirectory;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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
    @Nullable List<Token> tokens,
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
      @Nullable String maxPendingBytes) {
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

  record Token(String tenant, @Nullable String tokenEnv, @Nullable String tokenFile) {
    TenantToken token(Path base, Map<String, String> environment) {
      String secret = new SecretReference(tokenEnv, tokenFile).read(base, environment);
      return TenantToken.of(new TenantId(tenant), secret);
    }
  }

  record Producer(
      String producer,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> mayReportFor,
      @Nullable String tokenEnv,
      @Nullable String tokenFile) {
    private static final List<String> ALL = List.of("*");

    TenantToken token(Path base, Map<String, String> environment) {
      Sender.Tenants tenants =
          mayReportFor.equals(ALL)
              ? new Sender.Tenants.All()
              : new Sender.Tenants.Listed(Set.copyOf(mayReportFor));
      Sender sender = new Sender.SharedProducer(new TenantId(producer), tenants);
      return TenantToken.of(
          sender, new SecretReference(tokenEnv, tokenFile).read(base, environment));
    }
  }

  /** Where what is wrong with all tokens together is told. */
  private String place() {
    return tokens == null ? producers == null ? "" : "/producers" : "/tokens";
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
    List<TenantToken> tokens = new ArrayList<>();
    reader.all("/tokens", written.tokens(), token -> token.token(base, environment), tokens);
    reader.all(
        "/producers", written.producers(), producer -> producer.token(base, environment), tokens);
    if (http == null || grpc == null || kafka == null || limits == null || !problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    try {
      return new GatewayConfig(http, grpc, kafka, spool, limits, tokens);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          List.of(document.problemAtKey(written.place(), String.valueOf(e.getMessage()))));
    }
  }

  /** Turns what a constructor refuses into a problem at its place in the file. */
  private record Reader(YamlDocument document, List<Problem> problems) {
    <E, T> void all(String pointer, @Nullable List<E> entries, Function<E, T> value, List<T> out) {
      for (int i = 0; entries != null && i < entries.size(); i++) {
        E entry = entries.get(i);
        T read = at(pointer + "/" + i, () -> value.apply(entry));
        if (read != null) {
          out.add(read);
        }
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
