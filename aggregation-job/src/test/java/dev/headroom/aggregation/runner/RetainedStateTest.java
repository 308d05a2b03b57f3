package dev.headroom.aggregation.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedStateTest {
  @TempDir private Path folder = Path.of(".");

  private void complete(String path, long atMillis) throws IOException {
    Path metadata = folder.resolve(path).resolve("_metadata");
    Files.createDirectories(metadata.getParent());
    Files.setLastModifiedTime(Files.createFile(metadata), FileTime.fromMillis(atMillis));
  }

  @Test
  void theNewestCompleteOneOfAnyJobIsTaken() throws IOException {
    complete("aaaa/chk-9", 1_000);
    complete("bbbb/chk-10", 3_000);
    complete("bbbb/chk-11", 3_000);
    complete("savepoint-1", 2_000);
    Files.createDirectories(folder.resolve("cccc/chk-12"));
    complete("cccc/shared", 9_000);

    assertThat(RetainedState.newest(folder.toUri()))
        .hasValueSatisfying(path -> assertThat(path).endsWith("/bbbb/chk-11"));
  }

  @Test
  void aSavepointMayBeTheNewest() throws IOException {
    complete("bbbb/chk-11", 3_000);
    complete("savepoint-1", 4_000);

    assertThat(RetainedState.newest(folder.toUri()))
        .hasValueSatisfying(path -> assertThat(path).endsWith("/savepoint-1"));
  }

  @Test
  void aDirectoryThatIsNotThereHoldsNothing() throws IOException {
    assertThat(RetainedState.newest(folder.resolve("absent").toUri())).isEmpty();
  }
}
