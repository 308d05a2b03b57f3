package dev.headroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedPortsTest {
  @TempDir Path directory;

  @Test
  void aPortAskedForIsTheRememberedOneFromThenOn() throws IOException {
    RememberedPorts first = RememberedPorts.of("X", directory);
    int random = first.choose("http", 0);
    first.save();
    assertThat(RememberedPorts.of("X", directory).choose("http", 0)).isEqualTo(random);

    int asked = LocalPort.free();
    RememberedPorts second = RememberedPorts.of("X", directory);
    assertThat(second.choose("http", asked)).isEqualTo(asked);
    second.save();
    assertThat(RememberedPorts.of("X", directory).choose("http", 0)).isEqualTo(asked);
  }

  @Test
  void namesAFileSomebodyBroke() throws IOException {
    Path file = Files.writeString(directory.resolve("ports.properties"), "http = 80 80");
    RememberedPorts ports = RememberedPorts.of("X", directory);
    assertThatThrownBy(() -> ports.choose("http", 0))
        .isInstanceOf(EmbeddedException.class)
        .hasMessage("%s: http is \"80 80\", expected a port from 1 to 65535", file);
  }
}
