package dev.headroom.cli.quickstart.dashboards;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Grafana on this machine.
 *
 * @param program {@code grafana}, or {@code grafana-server} of older releases
 * @param home where its {@code conf} and {@code public} are; empty if it has to know itself
 */
record GrafanaInstallation(Path program, Optional<Path> home) {
  private static final List<String> PROGRAMS = List.of("grafana", "grafana-server");

  /** Where packages of Linux distributions put it. */
  private static final Path PACKAGED = Path.of("/usr/share/grafana");

  /** The one in {@code GRAFANA_HOME}, if that is set; else the first on the {@code PATH}. */
  static Optional<GrafanaInstallation> find(Map<String, String> environment) {
    String home = environment.getOrDefault("GRAFANA_HOME", "");
    Stream<Path> folders =
        home.isEmpty()
            ? Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
            : Stream.of(Path.of(home, "bin"));
    return folders
        .flatMap(folder -> PROGRAMS.stream().map(folder::resolve))
        .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
        .findFirst()
        .map(program -> of(program.toAbsolutePath(), home));
  }

  private static GrafanaInstallation of(Path program, String home) {
    Stream<Path> candidates =
        home.isEmpty()
            ? Stream.concat(unpackedAround(program).stream(), Stream.of(PACKAGED))
                .filter(folder -> Files.isRegularFile(folder.resolve("conf/defaults.ini")))
            : Stream.of(Path.of(home).toAbsolutePath());
    return new GrafanaInstallation(program, candidates.findFirst());
  }

  /** The folder above {@code bin}, also when the program on the path is a link to it. */
  private static Optional<Path> unpackedAround(Path program) {
    try {
      return Optional.ofNullable(program.toRealPath().getParent()).map(Path::getParent);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Starts the server in the foreground. */
  List<String> command() {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    if (program.endsWith("grafana")) {
      command.add("server");
    }
    home.ifPresent(folder -> command.addAll(List.of("--homepath", folder.toString())));
    return command;
  }
}
