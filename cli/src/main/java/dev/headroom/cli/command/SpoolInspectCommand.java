package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Table;
import dev.headroom.collectors.gateway.SpooledUsage;
import dev.headroom.collectors.spool.SpoolFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "inspect",
    description =
        "Lists what is in the directory of a spool; changes nothing, and the gateway may be running.",
    sortOptions = false)
public final class SpoolInspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "The directory, as in the gateway's file.")
  private Path directory = Path.of("");

  @Option(names = "--records", description = "A row for each record instead of each file.")
  private boolean records;

  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    List<List<String>> rows = new ArrayList<>();
    try {
      for (SpoolFile file : SpoolFile.in(directory)) {
        FileRows of = new FileRows(directory, file);
        file.read(of);
        if (records) {
          rows.addAll(of.records);
        } else {
          rows.add(of.summary());
        }
      }
    } catch (IOException e) {
      throw CommandException.badInput(String.valueOf(e.getMessage()));
    }
    Table table = new Table(records ? FileRows.RECORDS : FileRows.SUMMARY, rows);
    format.print(table, "the spool " + directory + " is empty", spec.commandLine().getOut());
    return ExitCode.OK;
  }

  /** What one file holds, as rows. */
  private static final class FileRows implements SpoolFile.Visitor {
    static final List<Column> SUMMARY =
        List.of(
            Column.text("file"),
            Column.text("state"),
            Column.decimal("bytes"),
            Column.decimal("records"),
            Column.decimal("points"),
            Column.text("senders"),
            Column.text("oldest"),
            Column.text("newest"),
            Column.decimal("damaged_bytes"),
            Column.text("reason"));
    static final List<Column> RECORDS =
        List.of(
            Column.text("file"),
            Column.text("state"),
            Column.decimal("end"),
            Column.text("sender"),
            Column.text("shared"),
            Column.text("accepted"),
            Column.decimal("points"),
            Column.decimal("request_bytes"),
            Column.text("reason"));

    private final String name;
    private final SpoolFile file;
    private final List<List<String>> records = new ArrayList<>();
    private final Set<String> senders = new TreeSet<>();
    private long points;
    private long damaged;
    private @Nullable Instant oldest;
    private @Nullable Instant newest;

    FileRows(Path directory, SpoolFile file) {
      this.name = directory.relativize(file.file()).toString();
      this.file = file;
    }

    private String state() {
      return file.kind().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void entry(byte[] entry, long end) {
      Optional<SpooledUsage> usage = SpooledUsage.of(entry);
      usage.ifPresent(this::add);
      records.add(
          List.of(
              name,
              state(),
              Long.toString(end),
              usage.map(u -> u.sender().value()).orElse(""),
              usage.map(u -> u.shared() ? "yes" : "no").orElse(""),
              usage.map(u -> u.accepted().toString()).orElse(""),
              usage.map(u -> Integer.toString(u.points())).orElse(""),
              Integer.toString(usage.map(SpooledUsage::requestBytes).orElse(entry.length)),
              file.reason()));
    }

    private void add(SpooledUsage usage) {
      senders.add(usage.sender().value());
      points += usage.points();
      if (oldest == null || usage.accepted().isBefore(oldest)) {
        oldest = usage.accepted();
      }
      if (newest == null || usage.accepted().isAfter(newest)) {
        newest = usage.accepted();
      }
    }

    @Override
    public void damage(long bytes) {
      damaged += bytes;
    }

    List<String> summary() {
      return List.of(
          name,
          state(),
          Long.toString(file.bytes()),
          Integer.toString(records.size()),
          Long.toString(points),
          String.join(", ", senders),
          oldest == null ? "" : oldest.toString(),
          newest == null ? "" : newest.toString(),
          Long.toString(damaged),
          file.reason());
    }
  }
}
