package dev.headroom.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** An npm that packs a small tarball of the given files, and counts how often it was asked. */
final class SmallPackage extends Npm {
  final AtomicInteger packed = new AtomicInteger();
  private final byte[] tarball;

  SmallPackage(Map<String, String> files) throws IOException {
    this.tarball = tarball(files);
  }

  @Override
  Path pack(String spec, Path directory) throws IOException {
    packed.incrementAndGet();
    return Files.write(directory.resolve("small.tgz"), tarball);
  }

  static byte[] tarball(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[512];
        put(header, 0, file.getKey());
        put(header, 124, "%011o".formatted(content.length));
        out.write(header);
        out.write(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
      }
      out.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, header, offset, ascii.length);
  }
}
