package dev.headroom.aggregation.runner;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Finds what a run left behind in the checkpoint directory: {@code <job id>/chk-<n>} of one that
 * was killed or cancelled, {@code savepoint-*} of one that was stopped. Flink writes {@code
 * _metadata} last and at once, so what has one is complete.
 */
final class RetainedState {
  private static final String METADATA = "_metadata";

  private record Candidate(Path folder, long modifiedMillis, long number) {}

  private final FileSystem files;

  private RetainedState(FileSystem files) {
    this.files = files;
  }

  /** The newest complete one across all job ids. */
  static Optional<String> newest(URI directory) throws IOException {
    RetainedState state = new RetainedState(FileSystem.get(directory));
    List<Candidate> found = new ArrayList<>();
    for (FileStatus child : state.list(new Path(directory))) {
      if (child.getPath().getName().startsWith("savepoint-")) {
        state.add(child.getPath(), Long.MAX_VALUE, found);
      } else if (child.isDir()) {
        state.addCheckpoints(child.getPath(), found);
      }
    }
    return found.stream()
        .max(
            Comparator.comparingLong(Candidate::modifiedMillis)
                .thenComparingLong(Candidate::number))
        .map(newest -> newest.folder().toUri().toString());
  }

  private void addCheckpoints(Path jobFolder, List<Candidate> found) throws IOException {
    for (FileStatus child : list(jobFolder)) {
      String name = child.getPath().getName();
      if (name.matches("chk-[0-9]{1,18}")) {
        add(child.getPath(), Long.parseLong(name.substring("chk-".length())), found);
      }
    }
  }

  private void add(Path folder, long number, List<Candidate> found) throws IOException {
    for (FileStatus child : list(folder)) {
      if (child.getPath().getName().equals(METADATA)) {
        found.add(new Candidate(folder, child.getModificationTime(), number));
      }
    }
  }

  private FileStatus[] list(Path folder) throws IOException {
    try {
      FileStatus[] children = files.listStatus(folder);
      return children == null ? new FileStatus[0] : children;
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }
}
