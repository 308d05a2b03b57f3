package dev.headroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path directory;

  @Test
  void belongsToOneAtATime() {
    Path data = directory.resolve("new/data");
    try (DataDirectory owned = DataDirectory.lock(data)) {
      assertThat(owned.path()).isDirectory();
      assertThatThrownBy(() -> DataDirectory.lock(data))
          .isInstanceOf(EmbeddedException.class)
          .hasMessage(
              "data directory %s is in use by another process: stop that one, or choose another"
                  + " directory",
              data);
    }
    DataDirectory again = DataDirectory.lock(data);
    again.close();
    again.close();
  }

  @Test
  void namesAPathThatIsNoDirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> DataDirectory.lock(file))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageContaining("data directory " + file + " cannot be used");
  }
}
