package dev.headroom.embedded;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The child process that is the ClickHouse server: {@code main} calls libchdb and serves until its
 * standard input ends, which the operating system does for it when the parent dies, even by a kill.
 *
 * <p>There is one way to stop, and it is the abrupt one: MergeTree tables are made for it, and so
 * every stop exercises what a crash needs.
 */
final class ClickHouseServer {
  /**
   * Listening starts by statements, in the session of the user {@code default}; the last one never
   * ends and so keeps the library serving.
   */
  static final String STATEMENTS =
      "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP;"
          + " SELECT sleepEachRow(1) FROM system.numbers FORMAT Null"
          + " SETTINGS max_block_size = 1, max_threads = 1";

  private ClickHouseServer() {}

  /** libchdb's C interface, as far as it is needed. */
  interface Chdb extends Library {
    @Nullable Pointer chdb_query_cmdline(int argc, String[] argv);

    @Nullable String chdb_result_error(Pointer result);
  }

  /**
   * Serves until the parent ends.
   *
   * @param args the path of libchdb.so, the path of the configuration file
   */
  public static void main(String[] args) {
    Thread orphaned = new Thread(ClickHouseServer::haltWithParent, "parent");
    orphaned.setDaemon(true);
    orphaned.start();
    System.err.println(serve(args[0], args[1]));
    System.err.flush();
    Runtime.getRuntime().halt(1);
  }

  private static String serve(String library, String configuration) {
    Chdb chdb;
    try {
      chdb = Native.load(library, Chdb.class);
    } catch (UnsatisfiedLinkError e) {
      // The rest of the message lists every place that was tried besides.
      return String.valueOf(e.getMessage()).lines().limit(2).collect(Collectors.joining(" "));
    }
    List<String> command =
        List.of("clickhouse-local", "--config-file", configuration, "--query", STATEMENTS);
    Pointer result = chdb.chdb_query_cmdline(command.size(), command.toArray(String[]::new));
    String error = result == null ? null : chdb.chdb_result_error(result);
    return error == null ? "the server ended without an error" : error;
  }

  private static void haltWithParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent writes nothing; only the end of the stream says something.
      }
    } catch (IOException e) {
      System.err.println("the parent cannot be watched: " + e);
    }
    Runtime.getRuntime().halt(0);
  }
}
