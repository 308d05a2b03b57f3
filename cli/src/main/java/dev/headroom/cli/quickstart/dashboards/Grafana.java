package dev.headroom.cli.quickstart.dashboards;

import dev.headroom.cli.store.ClickHouseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Grafana that shows the dashboards as long as a quickstart runs. Whatever is wrong with it is a
 * line to read, never a failure of the run.
 */
public final class Grafana implements AutoCloseable {
  private static final String PLUGIN = "grafana-clickhouse-datasource";
  private static final String HOW = "docs/tutorials/dashboards.md says how to get dashboards";
  private static final long STOP_WITHIN_SECONDS = 5;

  /** Grafana ends with this process, even if that is killed: then the shell's input ends. */
  private static final String UNTIL_INPUT_ENDS =
      "exec 3<&0; \"$@\" </dev/null 3<&- & grafana=$!;"
          + " { cat <&3 >/dev/null; kill $grafana; } 2>/dev/null &"
          + " exec 3<&-; wait $grafana";

  private final Optional<Process> process;
  private final Path log;
  private final String line;

  private Grafana(Optional<Process> process, Path log, String line) {
    this.process = process;
    this.log = log;
    this.line = line;
  }

  /**
   * Starts one, if there is one.
   *
   * @param environment tells where Grafana is ({@code PATH}, {@code GRAFANA_HOME}) and its plugins
   *     ({@code GF_PATHS_PLUGINS})
   * @param files the folder {@code grafana} of Headroom; empty if it is not known
   * @param data Grafana's own folder; its output goes to {@code grafana.log} in it
   */
  public static Grafana start(
      Map<String, String> environment,
      Optional<Path> files,
      Path data,
      ClickHouseAddress clickHouse) {
    Path log = data.resolve("grafana.log");
    Optional<GrafanaInstallation> installed = GrafanaInstallation.find(environment);
    if (installed.isEmpty()) {
      String where =
          environment.getOrDefault("GRAFANA_HOME", "").isEmpty()
              ? "on the PATH"
              : "in GRAFANA_HOME/bin";
      return none(log, "no Grafana " + where + "; " + HOW);
    }
    if (files.isEmpty()) {
      return none(log, "the folder of the dashboards is not known; " + HOW);
    }
    try {
      Files.createDirectories(data);
      Path plugins = plugins(environment);
      GrafanaSettings settings =
          new GrafanaSettings(clickHouse, files.get(), data, plugins, freePort());
      Process process = launch(installed.get(), settings, log);
      String missing = Files.isDirectory(plugins.resolve(PLUGIN)) ? "" : lacks(plugins);
      return new Grafana(
          Optional.of(process), log, "http://127.0.0.1:" + settings.port() + missing);
    } catch (IOException e) {
      return none(log, "Grafana cannot be started: " + e.getMessage());
    }
  }

  private static Grafana none(Path log, String line) {
    return new Grafana(Optional.empty(), log, line);
  }

  private static Path plugins(Map<String, String> environment) {
    String given = environment.getOrDefault("GF_PATHS_PLUGINS", "");
    return given.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".headroom", "grafana-plugins")
        : Path.of(given).toAbsolutePath();
  }

  private static String lacks(Path plugins) {
    return " (without figures: " + plugins + " lacks the plugin " + PLUGIN + "; " + HOW + ")";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Process launch(GrafanaInstallation installed, GrafanaSettings settings, Path log)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", UNTIL_INPUT_ENDS, "grafana"));
    command.addAll(installed.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(settings.environment());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Its address, or why there is none. */
  public String line() {
    return line;
  }

  /** That it ended although nobody asked it to. */
  public Optional<String> complaint() {
    return process
        .filter(p -> !p.isAlive())
        .map(p -> "Grafana ended with exit code " + p.exitValue() + "; its output is in " + log);
  }

  @Override
  public void close() {
    process.ifPresent(Grafana::stop);
  }

  private static void stop(Process process) {
    try {
      process.getOutputStream().close();
      if (process.waitFor(STOP_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // Its end of the pipe is gone already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
