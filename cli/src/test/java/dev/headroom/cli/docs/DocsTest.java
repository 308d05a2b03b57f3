package dev.headroom.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cli.Headroom;
import dev.headroom.cli.config.ConfigCheck;
import dev.headroom.cli.quickstart.ConfigFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the documentation says can be done. */
class DocsTest {
  private static final Path HOME = Path.of("").toAbsolutePath().resolveSibling("");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern SECRET = Pattern.compile("Env: ([A-Z_]+)");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> docs = Files.walk(HOME.resolve("docs"));
        Stream<Path> top = Files.list(HOME)) {
      Stream.concat(docs, top).filter(p -> p.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }

  /** A configuration file in a page. */
  record Example(String page, String text) {
    @Override
    public String toString() {
      return page + ": " + text.lines().limit(2).toList();
    }
  }

  static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Path page : pages()) {
      Matcher block = YAML.matcher(Files.readString(page));
      while (block.find()) {
        if (block.group(1).startsWith("apiVersion:")) {
          examples.add(new Example(page.getFileName().toString(), block.group(1)));
        }
      }
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsValid(Example example, @TempDir Path folder) throws IOException {
    new ConfigFiles(folder).write(); // what an AggregationJob names
    String file = Files.writeString(folder.resolve("example.yaml"), example.text()).toString();
    Map<String, String> environment = new HashMap<>();
    Matcher name = SECRET.matcher(example.text());
    while (name.find()) {
      environment.put(name.group(1), "secret-of-" + name.group(1));
    }
    assertThat(new ConfigCheck(Map.of(file, example.text()), environment).problems(file)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    Matcher link = LINK.matcher(Files.readString(page));
    while (link.find()) {
      String target = link.group(1);
      if (target.matches("[a-z]+:.*")) {
        continue;
      }
      String[] parts = target.split("#", 2);
      Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
      assertThat(file).as("%s in %s", target, page).exists();
      if (parts.length == 2) {
        assertThat(anchors(file)).as("%s in %s", target, page).contains(parts[1]);
      }
    }
  }

  private static List<String> anchors(Path page) throws IOException {
    List<String> anchors = new ArrayList<>();
    Matcher heading = HEADING.matcher(Files.readString(page));
    while (heading.find()) {
      String words = heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "");
      anchors.add(words.replace(' ', '-'));
    }
    return anchors;
  }

  static Stream<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    collect(Headroom.commandLine(), all);
    return all.stream().filter(c -> c.getSubcommands().isEmpty());
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(sub -> collect(sub, all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandAndOptionIsInTheReference(CommandLine command) throws IOException {
    String reference = Files.readString(HOME.resolve("docs/reference/cli.md"));
    assertThat(reference).contains(command.getCommandName());
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(reference)
          .as(command.getCommandSpec().qualifiedName())
          .contains(option.longestName());
    }
  }
}
