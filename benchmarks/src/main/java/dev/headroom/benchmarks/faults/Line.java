package dev.headroom.benchmarks.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The network between the job and a server: a TCP proxy that can be cut or frozen, and that can
 * spoil answers after the server has done what it was asked for.
 */
final class Line implements AutoCloseable {
  /** What happens to bytes. */
  enum State {
    OPEN,
    /** Every connection breaks, and new ones at once. */
    CUT,
    /** Connections stay, but nothing passes until the line opens again. */
    FROZEN
  }

  /** What becomes of an answer whose request was carried out. */
  enum Answer {
    PASSED(""),
    /** The connection breaks instead. */
    LOST(""),
    /** ClickHouse seems to have run out of time. */
    ERROR(
        "HTTP/1.1 500 Internal Server Error\r\nX-ClickHouse-Exception-Code: 159\r\nContent-Length:"
            + " 31\r\nConnection: close\r\n\r\nCode: 159. DB::Exception: late\n"),
    /** A load balancer seems to have run out of time. */
    GATEWAY_TIMEOUT(
        "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    /** It comes when nobody waits for it any more. */
    HELD("");

    private final String instead;

    Answer(String instead) {
      this.instead = instead;
    }
  }

  private static final long POLL_NANOS = 2_000_000;
  private static final byte[] ANSWER_START = "HTTP/1.1".getBytes(US_ASCII);

  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile int targetPort;
  private volatile State state = State.OPEN;
  private volatile Answer answer = Answer.PASSED;

  Line() throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Begins to let connections through to that port of this machine. */
  void to(int port) {
    targetPort = port;
    daemon(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void state(State next) throws IOException {
    state = next;
    if (next == State.CUT) {
      breakConnections();
    }
  }

  void answers(Answer next) throws IOException {
    Answer before = answer;
    answer = next;
    if (before == Answer.HELD && next == Answer.PASSED) {
      breakConnections(); // the answers that are held belong to the past
    }
  }

  private void breakConnections() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        connect(server.accept());
      } catch (IOException e) {
        // The server is down or this is closed; the client sees a connection that broke.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    if (state == State.CUT) {
      client.close();
      return;
    }
    try {
      Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
      sockets.add(client);
      sockets.add(target);
      daemon(() -> pump(client, target, false));
      daemon(() -> pump(target, client, true));
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  private void pump(Socket from, Socket to, boolean answering) {
    byte[] buffer = new byte[16384];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        while (state == State.FROZEN && !from.isClosed()) {
          LockSupport.parkNanos(POLL_NANOS);
        }
        if (answering && answer != Answer.PASSED && startsAnswer(buffer, n)) {
          spoil(to, out);
          return;
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // One side has closed; the other is closed now too.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void spoil(Socket to, OutputStream out) throws IOException {
    Answer how = answer;
    while (how == Answer.HELD && answer == Answer.HELD && !to.isClosed()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    out.write(how.instead.getBytes(US_ASCII));
    out.flush();
  }

  private static boolean startsAnswer(byte[] buffer, int length) {
    for (int i = 0; i < ANSWER_START.length; i++) {
      if (i >= length || buffer[i] != ANSWER_START[i]) {
        return false;
      }
    }
    return true;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    breakConnections();
  }
}
