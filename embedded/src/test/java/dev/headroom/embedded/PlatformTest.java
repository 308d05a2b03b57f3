package dev.headroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @Test
  void knowsTheTwoItRunsOn() {
    assertThat(Platform.of("Linux", "amd64", "/lib/libc.so.6")).isEqualTo(Platform.LINUX_X64);
    assertThat(Platform.of("Linux", "aarch64", "/lib/libc.so.6")).isEqualTo(Platform.LINUX_ARM64);
  }

  @ParameterizedTest
  @CsvSource({
    "Mac OS X, aarch64, '', Mac OS X aarch64",
    "Windows 11, amd64, '', Windows 11 amd64",
    "Linux, riscv64, /lib/libc.so.6, Linux riscv64",
    "Linux, amd64, /lib/ld-musl-x86_64.so.1, Linux amd64 with musl",
  })
  void namesWhatItDoesNotRunOn(String os, String arch, String maps, String named) {
    assertThatThrownBy(() -> Platform.of(os, arch, maps))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageStartingWith(
            "embedded ClickHouse runs on Linux x86-64 and arm64 with glibc; this is " + named);
  }
}
