package dev.headroom.collectors.gateway;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.IOException;
import java.io.InputStream;

/** Zstandard (RFC 8878), with the window that every decoder should take: 8 MiB. */
final class Zstd {
  static final String NAME = "zstd";

  /** Log2 of the largest window; a frame that asks for more is refused before memory is taken. */
  private static final int WINDOW_LOG = 23;

  private Zstd() {}

  /** Decompresses; a stream that is none throws an {@link IOException} when it is read. */
  static InputStream open(InputStream compressed) throws IOException {
    ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(compressed);
    try {
      in.setLongMax(WINDOW_LOG);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Of the first frame, if its header says so; else, or if it is none, -1. */
  static long contentBytes(byte[] frames) {
    return frames.length == 0
        ? -1
        : Math.max(-1, com.github.luben.zstd.Zstd.getFrameContentSize(frames));
  }

  /** What gRPC knows of itself, and this. */
  static DecompressorRegistry registry() {
    return DecompressorRegistry.getDefaultInstance()
        .with(
            new Decompressor() {
              @Override
              public String getMessageEncoding() {
                return NAME;
              }

              @Override
              public InputStream decompress(InputStream in) throws IOException {
                return open(in);
              }
            },
            true);
  }
}
