package dev.headroom.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of this user where libchdb.so is kept once it was fetched: {@code $HEADROOM_CACHE},
 * else {@code $XDG_CACHE_HOME/headroom}, else {@code ~/.cache/headroom}. What is in place is
 * complete: it is checked and unpacked beside, and moved there in one step under a file lock.
 */
final class ChdbCache {
  private static final Logger log = LoggerFactory.getLogger(ChdbCache.class);
  private static final Object ONE_FETCH_PER_PROCESS = new Object();

  private final Path root;

  ChdbCache(Path root) {
    this.root = root;
  }

  static ChdbCache of(Map<String, String> environment, String userHome) {
    String own = environment.get("HEADROOM_CACHE");
    String xdg = environment.get("XDG_CACHE_HOME");
    if (isSet(own)) {
      return new ChdbCache(Path.of(own).toAbsolutePath());
    }
    Path caches = isSet(xdg) ? Path.of(xdg) : Path.of(userHome, ".cache");
    return new ChdbCache(caches.resolve("headroom").toAbsolutePath());
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  Path root() {
    return root;
  }

  /** The path of libchdb.so, which is fetched through npm if it is not there yet. */
  Path library(ChdbPackage chdb, Npm npm) {
    Path versions = root.resolve("chdb");
    Path directory = versions.resolve(chdb.directoryName());
    Path library = directory.resolve("libchdb.so");
    if (Files.exists(library)) {
      return library;
    }
    synchronized (ONE_FETCH_PER_PROCESS) {
      try {
        Files.createDirectories(versions);
        fetchOnce(chdb, npm, versions, directory);
      } catch (IOException e) {
        throw new EmbeddedException("the cache " + root + " cannot be filled: " + e, e);
      }
    }
    return library;
  }

  private static void fetchOnce(ChdbPackage chdb, Npm npm, Path versions, Path directory)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                versions.resolve("fetch.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid() || Files.exists(directory)) {
        return; // another process fetched it while this one waited
      }
      Path work = Files.createTempDirectory(versions, "fetching-");
      try {
        Files.move(unpacked(chdb, npm, work), directory, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        FileTree.delete(work);
      }
    }
  }

  private static Path unpacked(ChdbPackage chdb, Npm npm, Path work) throws IOException {
    log.info("fetching ClickHouse once: {} through npm (about 170 MB)", chdb.spec());
    Path tarball = npm.pack(chdb.spec(), work);
    if (chdb.integrity().isPresent()) {
      Integrity.require(tarball, chdb.integrity().get());
    } else {
      log.warn("no checksum is pinned for {}: relying on npm's own check", chdb.spec());
    }
    Path complete = Files.createDirectory(work.resolve("complete"));
    new Tarball(tarball).extract("package/libchdb.so", complete.resolve("libchdb.so"));
    return complete;
  }
}
