package dev.headroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChdbCacheTest {
  private static final Map<String, String> FILES =
      new TreeMap<>(
          Map.of("package/index.js", "x".repeat(513), "package/libchdb.so", "library".repeat(999)));

  @TempDir Path directory;

  @Test
  void fetchesOnceHoweverManyAskAtOnce()
      throws IOException, InterruptedException, ExecutionException {
    SmallPackage npm = new SmallPackage(FILES);
    ChdbPackage published = chdb(integrity());
    Callable<Path> ask = () -> new ChdbCache(directory).library(published, npm);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Path> library : threads.invokeAll(List.of(ask, ask, ask, ask))) {
        assertThat(library.get()).hasContent("library".repeat(999));
      }
    } finally {
      threads.shutdown();
    }
    assertThat(npm.packed).hasValue(1);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void keepsNothingOfACorruptDownload() throws IOException {
    ChdbCache cache = new ChdbCache(directory);
    String published = integrity();
    SmallPackage corrupt = new SmallPackage(Map.of("package/libchdb.so", "something else"));
    assertThatThrownBy(() -> cache.library(chdb(published), corrupt))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageContaining("small.tgz is not what was published")
        .hasMessageContaining(published);
    assertThat(leftovers()).isEmpty();
    assertThat(cache.library(chdb(published), new SmallPackage(FILES))).exists();
  }

  @Test
  void namesAPackageWithoutTheLibrary() throws IOException {
    SmallPackage npm = new SmallPackage(Map.of("package/index.js", "x"));
    ChdbPackage unpinned = new ChdbPackage("n", "1", Platform.LINUX_ARM64, Optional.empty());
    assertThatThrownBy(() -> new ChdbCache(directory).library(unpinned, npm))
        .isInstanceOf(EmbeddedException.class)
        .hasMessage("small.tgz has no package/libchdb.so");
  }

  @Test
  void namesATarballThatIsCutOff() throws IOException {
    byte[] whole = SmallPackage.tarball(FILES);
    Path cut = Files.write(directory.resolve("cut.tgz"), Arrays.copyOf(whole, 60));
    assertThatThrownBy(() -> new Tarball(cut).extract("package/libchdb.so", directory.resolve("x")))
        .isInstanceOf(EmbeddedException.class)
        .hasMessage("cut.tgz is cut off or no tar archive");
  }

  @Test
  void livesWhereTheEnvironmentSays() {
    assertThat(ChdbCache.of(Map.of("HEADROOM_CACHE", "/c", "XDG_CACHE_HOME", "/x"), "/home/u"))
        .extracting(ChdbCache::root)
        .isEqualTo(Path.of("/c"));
    assertThat(ChdbCache.of(Map.of("HEADROOM_CACHE", "", "XDG_CACHE_HOME", "/x"), "/home/u"))
        .extracting(ChdbCache::root)
        .isEqualTo(Path.of("/x/headroom"));
    assertThat(ChdbCache.of(Map.of(), "/home/u"))
        .extracting(ChdbCache::root)
        .isEqualTo(Path.of("/home/u/.cache/headroom"));
  }

  @Test
  void npmSaysWhatItCouldNotFetch() {
    assertThatThrownBy(() -> new Npm().pack("file:no-such-package", directory))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageStartingWith("npm could not fetch ClickHouse (npm pack file:no-such-package");
  }

  private String integrity() throws IOException {
    Path tarball = Files.write(directory.resolve("published"), SmallPackage.tarball(FILES));
    return Integrity.of(tarball);
  }

  private static ChdbPackage chdb(String integrity) {
    return new ChdbPackage("@chdb/small", "1.0.0", Platform.LINUX_X64, Optional.of(integrity));
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("chdb"))) {
      return files.filter(file -> file.toString().contains("fetching-")).toList();
    }
  }
}
