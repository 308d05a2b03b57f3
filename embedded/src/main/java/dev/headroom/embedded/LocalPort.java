package dev.headroom.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** A TCP port of 127.0.0.1. */
public final class LocalPort {
  /** How long the port of a server that was just killed may stay taken. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private LocalPort() {}

  /** A port that nobody listened on a moment ago, out of the range the system hands out. */
  public static int free() {
    try (ServerSocket socket = bound(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedException("no free port on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  /** Whether the port (1 to 65535) cannot be listened on at this moment. */
  public static boolean isTaken(int port) {
    try (ServerSocket socket = bound(port)) {
      return !socket.isBound();
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Returns once the port can be listened on.
   *
   * @param server what wants to listen, for the message
   * @throws EmbeddedException if the port stays taken for two seconds
   */
  public static void requireFree(String server, int port) {
    if (staysTaken(port)) {
      throw new EmbeddedException(
          server
              + " cannot listen on 127.0.0.1:"
              + port
              + ": the port is taken; stop the process that listens on it, or choose another port");
    }
  }

  static boolean staysTaken(int port) {
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (isTaken(port)) {
      if (System.nanoTime() > deadline) {
        return true;
      }
      Pause.millis(50);
    }
    return false;
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
