package dev.headroom.cli.quickstart;

import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.pricing.PriceBooks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The configuration in the data directory. Shipped files are written where none are yet; what is
 * there is left as it is, so a person can edit it and start again.
 */
public record ConfigFiles(Path folder) {
  private static final String CATALOG = "catalog";
  private static final String AUTOSCALER = "autoscaler.yaml";

  /** Writes what is missing. */
  public ConfigFiles write() throws IOException {
    Files.createDirectories(folder.resolve(CATALOG));
    writeIfAbsent("meters.yaml", resource("/meters.yaml"));
    writeIfAbsent("tenants.yaml", resource("/dev/headroom/cli/quickstart/tenants.yaml"));
    writeIfAbsent(AUTOSCALER, resource("/dev/headroom/cli/quickstart/autoscaler.yaml"));
    for (var book : PriceBooks.catalogue().entrySet()) {
      String name = Path.of(book.getKey()).getFileName().toString();
      writeIfAbsent(CATALOG + "/" + name, book.getValue());
    }
    return this;
  }

  /** Meters, tenants and every price book in the folder {@code catalog}. */
  PriceFiles prices() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(CATALOG))) {
      List<String> books =
          files
              .map(file -> CATALOG + "/" + file.getFileName())
              .filter(name -> name.endsWith(".yaml"))
              .sorted()
              .toList();
      List<SourceFile> read = new ArrayList<>();
      for (String book : books) {
        read.add(source(book));
      }
      return new PriceFiles(source("meters.yaml"), source("tenants.yaml"), read);
    }
  }

  /** How the simulated cluster is scaled; its Kafka is still to be named. */
  AutoscalerConfig autoscaler() throws IOException {
    Path file = folder.resolve(AUTOSCALER);
    return AutoscalerConfig.parse(file.toString(), Files.readString(file));
  }

  private SourceFile source(String name) throws IOException {
    Path file = folder.resolve(name);
    return new SourceFile(file.toString(), Files.readString(file));
  }

  private void writeIfAbsent(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      Files.writeString(file, text);
    }
  }

  private static String resource(String path) throws IOException {
    try (InputStream in = ConfigFiles.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
