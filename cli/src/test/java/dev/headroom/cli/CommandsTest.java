package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.embedded.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Help, exit codes, and one message for everything that cannot be done. */
class CommandsTest {
  @TempDir private Path folder = Path.of("");

  /** Every command, as its words. */
  static Stream<List<String>> commands() {
    List<List<String>> all = new ArrayList<>();
    collect(Headroom.commandLine(), List.of(), all);
    return all.stream();
  }

  private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
    all.add(words);
    for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
      if (!sub.getKey().equals("help")) {
        List<String> longer = new ArrayList<>(words);
        longer.add(sub.getKey());
        collect(sub.getValue(), longer, all);
      }
    }
  }

  private static void assertFails(CommandRun run, int exitCode, String... said) {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
    assertThat(run.err()).contains(said).doesNotContain("\tat ", "Exception");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelp(List<String> words) {
    List<String> args = new ArrayList<>(words);
    args.add("--help");
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith(
            "Usage: "
                + String.join(" ", Stream.concat(Stream.of("headroom"), words.stream()).toList()));
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anUnknownOptionIsNamed(List<String> words) {
    if (words.equals(List.of("generate-completion"))) {
      return; // to picocli a help command, which answers whatever else is said
    }
    List<String> args = new ArrayList<>(words);
    args.add("--no-such-option");
    assertFails(
        CommandRun.of(args.toArray(String[]::new)), ExitCode.BAD_INPUT, "headroom: ", "--help'.");
  }

  @Test
  void withoutACommandItSaysWhichThereAre() {
    assertFails(CommandRun.of(), ExitCode.BAD_INPUT, "quickstart", "autoscale", "Exit codes:");
  }

  @Test
  void completionNamesTheCommands() {
    assertThat(CommandRun.output("generate-completion"))
        .contains("quickstart", "decisions", "--data-dir");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quickstart --for banana | banana",
        "quickstart --until tomorrow | tomorrow",
        "quickstart --speed 0s | 0s",
        "usage | --tenant",
        "usage --tenant acme --period May | May",
        "usage --tenant acme --format xml | xml",
        "invoice | --tenant",
        "invoice finalize --tenant acme | --period",
        "invoice finalize --period 2026-06 | --tenant",
        "invoice finalize --tenant acme --period June | June",
        "invoice finalize --tenant acme --period 2026-06 --kafka-config no-such-file | no-such-file",
        "decisions | --pool",
        "decisions --tenant acme --pool shared | mutually exclusive",
        "decisions --tenant acme --limit 0 | expected at least 1",
        "decisions explain abc | expected 6 to 32 hex digits",
        "decisions explain no-digits | expected 6 to 32 hex digits",
        "decisions replay --from 2026-06-02 --to 2026-06-01 | expected a time before --to",
        "decisions replay --policy best | best",
        "autoscaler gate | --candidate",
        "autoscaler gate --candidate none.yaml | none.yaml",
        "decisions --tenant acme --limit many | many",
        "reconcile --period May | May",
        "reconcile --format csv | csv",
        "reconcile --config no-such-file.yaml | no-such-file.yaml",
        "prices rate | --usage",
        "prices backtest | --book",
        "prices backtest --book no-such-file.yaml --from June | --from is 'June'",
        "prices backtest --book b.yaml --from 2026-06 --to 2026-05 | 2026-06 is after",
        "prices backtest --book b.yaml --data-dir no-such-folder | there is no data in no-such-folder",
        "prices backtest --book b.yaml --config no-such-file.yaml | no-such-file.yaml",
        "prices diff | A",
        "prices diff no-such-file.yaml no-such-file.yaml | no-such-file.yaml",
        "prices compare | --usage",
        "prices compare --usage no-such-file.csv | no-such-file.csv",
        "prices check no-such-file.yaml | no-such-file.yaml",
        "config check no-such-file.yaml | no-such-file.yaml",
        "gateway | --config",
        "gateway --config no-such-file.yaml | no-such-file.yaml",
        "collect --config no-such-file.yaml | no-such-file.yaml",
        "job --config no-such-file.yaml | no-such-file.yaml",
        "autoscale --config no-such-file.yaml | no-such-file.yaml",
        "autoscale --config no-such-file.yaml --keda nine | expected HOST:PORT",
      })
  void aValueThatCannotBeUsedIsNamed(String line, String said) {
    assertFails(CommandRun.of(line.split(" ")), ExitCode.BAD_INPUT, said);
  }

  @ParameterizedTest
  @CsvSource({"usage", "invoice", "decisions"})
  void aDirectoryWithoutDataIsNamed(String command) {
    assertFails(
        CommandRun.of(command, "--tenant", "acme", "--data-dir", folder.toString()),
        ExitCode.BAD_INPUT,
        "there is no data in " + folder);
  }

  @Test
  void aDirectoryThatIsNoQuickstartsCannotBeReconciled() throws Exception {
    String[] command = {"reconcile", "--data-dir", folder.toString()};
    assertFails(CommandRun.of(command), ExitCode.BAD_INPUT, "there is no data in " + folder);
  }

  @ParameterizedTest
  @CsvSource({"usage", "invoice", "decisions"})
  void aClickHouseThatCannotBeReachedIsNamed(String command) {
    assertFails(
        CommandRun.of(
            command,
            "--tenant",
            "acme",
            "--clickhouse-url",
            "http://127.0.0.1:1",
            "--password-env",
            "PATH"),
        ExitCode.FAILED,
        "http://127.0.0.1:1");
  }

  private String autoscaler(String mode) throws IOException {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Autoscaler
        kafka: {bootstrapServers: "127.0.0.1:1"}
        mode: %s
        memory: memory.json
        cluster: {type: kubernetes, kubeconfig: no-such-kubeconfig, lease: {namespace: headroom}}
        pools:
          - name: shared
            machine: {cpu: 8, costPerHour: 0.40, currency: USD}
            machines: {min: 1, max: 40}
            kubernetes: {kind: Deployment, namespace: fleet, name: machines}
        workloads:
          - tenant: acme
            workload: db
            pool: shared
            replicas: {min: 1, max: 20, cpuPerReplica: 1}
            kubernetes: {kind: Deployment, namespace: acme, name: db}
        """;
    return Files.writeString(folder.resolve("autoscaler.yaml"), text.formatted(mode)).toString();
  }

  @Test
  void kedaAndTheAutoscalerDoNotBothAct() throws Exception {
    String config = autoscaler("act");
    assertFails(
        CommandRun.of("autoscale", "--config", config, "--keda", "127.0.0.1:0"),
        ExitCode.BAD_INPUT,
        "with --keda it is KEDA that acts: expected mode: recommend in " + config);
  }

  @Test
  void aKubeconfigThatIsNotThereIsNamed() throws Exception {
    assertFails(
        CommandRun.of("autoscale", "--config", autoscaler("recommend")),
        ExitCode.FAILED,
        folder.resolve("no-such-kubeconfig") + " cannot be read: expected a kubeconfig");
  }

  @Test
  void aDataDirectoryInUseIsNamed() {
    try (DataDirectory lock = DataDirectory.lock(folder)) {
      assertFailsAfterProgress(
          CommandRun.of("quickstart", "--for", "10s", "--data-dir", folder.toString()),
          lock.path() + " is in use");
    }
  }

  private static void assertFailsAfterProgress(CommandRun run, String said) {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(said).doesNotContain("\tat ", "Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: Autoscaler | apiVersion",
        "apiVersion: headroom.dev/v1\\nkind: Autoscaler\\nmodus: act | a.yaml:3:",
        "apiVersion: headroom.dev/v1\\nkind: Weather | Weather",
        "apiVersion: headroom.dev/v1\\nkind: Meters\\nmeters: [{name: x | a.yaml:3:",
        "- a list | a.yaml:1:1:",
      })
  void aConfigurationThatIsWrongIsSaidToBeSoWhereItIs(String text, String said) throws Exception {
    Path file = folder.resolve("a.yaml");
    Files.writeString(file, text.replace("\\n", "\n"));
    CommandRun run = CommandRun.of("config", "check", file.toString());
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out() + run.err()).contains(said).doesNotContain("\tat ", "Exception");
  }
}
