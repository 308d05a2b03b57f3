package dev.headroom.aggregation.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.headroom.aggregation.sink.ClickHouseTarget;
import dev.headroom.pricing.Tenants;
import dev.headroom.usage.metering.MeteringLimits;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns the YAML file into an {@link AggregationJobConfig}; collects every problem on the way. */
final class AggregationJobFile {
  private record Form(
      String apiVersion,
      String kind,
      Kafka kafka,
      ClickHouse clickhouse,
      String meters,
      String tenants,
      List<String> priceBooks,
      @Nullable Metering metering,
      Checkpoint checkpoint,
      @Nullable StateBackend stateBackend,
      @Nullable Duration flush,
      @Nullable Integer parallelism) {}

  private record Kafka(
      String bootstrapServers,
      @Nullable String groupId,
      @Nullable String usageTopic,
      @Nullable String decisionsTopic,
      @Nullable String invoicesTopic,
      @Nullable String priceBooksTopic,
      @Nullable List<Direct> directTopics,
      @Nullable Map<String, String> properties) {}

  private record Direct(
      String topic,
      DirectTopic.TenantFrom tenantFrom,
      @Nullable String tenant,
      @Nullable String producer,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          @Nullable List<String> mayReportFor) {

    /** Throws {@link IllegalArgumentException} if its keys do not go together. */
    DirectTopic read() {
      require((tenant != null) == (tenantFrom == DirectTopic.TenantFrom.TOPIC), "tenant", "topic");
      require(
          (producer != null) == (tenantFrom == DirectTopic.TenantFrom.ATTRIBUTE),
          "producer",
          "attribute");
      if (mayReportFor != null && tenantFrom == DirectTopic.TenantFrom.TOPIC) {
        throw new IllegalArgumentException(
            "mayReportFor says nothing of a topic of one tenant; leave it out");
      }
      boolean every = mayReportFor == null || mayReportFor.equals(List.of("*"));
      return new DirectTopic(
          topic,
          tenantFrom,
          tenant != null ? tenant : orElse(producer, ""),
          every ? Set.of() : Set.copyOf(orElse(mayReportFor, List.of())));
    }

    private static void require(boolean holds, String key, String tenantFrom) {
      if (!holds) {
        throw new IllegalArgumentException(
            "expected " + key + " with tenantFrom: " + tenantFrom + ", and with nothing else");
      }
    }
  }

  private record ClickHouse(
      String url,
      @Nullable String database,
      @Nullable String user,
      @Nullable String passwordEnv,
      @Nullable String passwordFile,
      @Nullable Duration timeout) {}

  private record Metering(
      @Nullable Duration reorder, @Nullable Duration horizon, @Nullable Duration futureLimit) {}

  private record Checkpoint(@Nullable Duration interval, String directory) {}

  private final YamlDocument document;
  private final Form form;
  private final Path folder;
  private final Map<String, String> environment;
  private final List<Problem> problems = new ArrayList<>();

  private AggregationJobFile(YamlDocument document, Path folder, Map<String, String> environment) {
    this.document = document;
    this.form = document.as(Form.class);
    this.folder = folder;
    this.environment = environment;
  }

  static AggregationJobConfig load(Path file, Map<String, String> environment) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new InvalidInputException(
          List.of(new Problem(file.toString(), 1, 1, "cannot be read: " + reason(e))));
    }
    YamlDocument document = YamlDocument.parse(file.toString(), text, AggregationJobConfig.SCHEMA);
    Path folder = file.toAbsolutePath().getParent();
    return new AggregationJobFile(document, folder == null ? Path.of("/") : folder, environment)
        .config();
  }

  private AggregationJobConfig config() {
    List<DirectTopic> direct = directTopics();
    @Nullable KafkaSettings kafka = checked("/kafka/properties", () -> kafka(direct));
    @Nullable String password = password();
    @Nullable ClickHouseTarget clickhouse =
        password == null ? null : checked("/clickhouse/timeout", () -> clickhouse(password));
    @Nullable MeteringLimits metering = checked("/metering", this::metering);
    @Nullable CheckpointSettings checkpoint = checked("/checkpoint", this::checkpoint);
    @Nullable SourceFile meters = named("/meters", form.meters());
    @Nullable SourceFile tenants = named("/tenants", form.tenants());
    List<SourceFile> books = new ArrayList<>();
    for (int i = 0; i < form.priceBooks().size(); i++) {
      @Nullable SourceFile book = named("/priceBooks/" + i, form.priceBooks().get(i));
      if (book != null) {
        books.add(book);
      }
    }
    if (kafka == null
        || clickhouse == null
        || metering == null
        || checkpoint == null
        || meters == null
        || tenants == null
        || !problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    PriceFiles prices = new PriceFiles(meters, tenants, books);
    requireTenants(direct, prices.parse().tenants());
    @Nullable AggregationJobConfig config =
        checked(
            "",
            () ->
                new AggregationJobConfig(
                    kafka,
                    clickhouse,
                    prices,
                    metering,
                    checkpoint,
                    form.stateBackend() == null ? StateBackend.HASHMAP : form.stateBackend(),
                    orElse(form.flush(), Duration.ofSeconds(1)),
                    form.parallelism() == null ? 1 : form.parallelism()));
    if (config == null) {
      throw new InvalidInputException(problems);
    }
    return config;
  }

  private List<DirectTopic> directTopics() {
    List<Direct> given = orElse(form.kafka().directTopics(), List.of());
    List<DirectTopic> topics = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Direct topic = given.get(i);
      @Nullable DirectTopic read = checked("/kafka/directTopics/" + i, topic::read);
      if (read != null) {
        topics.add(read);
      }
    }
    return topics;
  }

  /** A typing error in a tenant's id would send its usage to the quarantine. */
  private void requireTenants(List<DirectTopic> topics, Tenants tenants) {
    for (int i = 0; i < topics.size(); i++) {
      DirectTopic topic = topics.get(i);
      Set<String> named = new TreeSet<>(topic.mayReportFor());
      if (topic.tenantFrom() == DirectTopic.TenantFrom.TOPIC) {
        named.add(topic.tenant());
      }
      for (String id : named) {
        if (tenants.find(id).isEmpty()) {
          problems.add(
              document.problemAt(
                  "/kafka/directTopics/" + i, form.tenants() + " has no tenant '" + id + "'"));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
  }

  private KafkaSettings kafka(List<DirectTopic> direct) {
    KafkaSettings defaults = KafkaSettings.of(form.kafka().bootstrapServers());
    return new KafkaSettings(
        defaults.bootstrapServers(),
        orElse(form.kafka().groupId(), defaults.groupId()),
        orElse(form.kafka().usageTopic(), defaults.usageTopic()),
        orElse(form.kafka().decisionsTopic(), defaults.decisionsTopic()),
        orElse(form.kafka().invoicesTopic(), defaults.invoicesTopic()),
        orElse(form.kafka().priceBooksTopic(), defaults.priceBooksTopic()),
        direct,
        orElse(form.kafka().properties(), defaults.properties()));
  }

  private ClickHouseTarget clickhouse(String password) {
    return new ClickHouseTarget(
        form.clickhouse().url(),
        orElse(form.clickhouse().database(), "headroom"),
        orElse(form.clickhouse().user(), "headroom"),
        password,
        orElse(form.clickhouse().timeout(), ClickHouseTarget.DEFAULT_TIMEOUT));
  }

  private MeteringLimits metering() {
    MeteringLimits defaults = MeteringLimits.DEFAULTS;
    Metering given = form.metering();
    return given == null
        ? defaults
        : new MeteringLimits(
            orElse(given.reorder(), defaults.reorder()),
            orElse(given.horizon(), defaults.horizon()),
            orElse(given.futureLimit(), defaults.futureLimit()));
  }

  private CheckpointSettings checkpoint() {
    return new CheckpointSettings(
        orElse(form.checkpoint().interval(), Duration.ofSeconds(5)),
        URI.create(form.checkpoint().directory()));
  }

  private @Nullable String password() {
    String variable = form.clickhouse().passwordEnv();
    String file = form.clickhouse().passwordFile();
    if ((variable == null) == (file == null)) {
      problems.add(
          document.problemAt("/clickhouse", "expected either passwordEnv or passwordFile"));
      return null;
    }
    if (variable != null) {
      @Nullable String value = environment.get(variable);
      if (value == null) {
        problems.add(
            document.problemAt(
                "/clickhouse/passwordEnv", "the environment has no variable " + variable));
      }
      return value;
    }
    @Nullable SourceFile content = named("/clickhouse/passwordFile", orElse(file, ""));
    return content == null ? null : content.text().strip();
  }

  private @Nullable SourceFile named(String pointer, String path) {
    Path file = folder.resolve(path);
    try {
      return new SourceFile(path, Files.readString(file));
    } catch (IOException e) {
      problems.add(document.problemAt(pointer, "'" + path + "' cannot be read: " + reason(e)));
      return null;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof java.nio.file.NoSuchFileException) {
      return "there is no such file";
    }
    return e instanceof CharacterCodingException
        ? "it is not UTF-8"
        : String.valueOf(e.getMessage());
  }

  private <T> @Nullable T checked(String pointer, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      problems.add(document.problemAt(pointer, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static <T> T orElse(@Nullable T value, T absent) {
    return value == null ? absent : value;
  }
}
