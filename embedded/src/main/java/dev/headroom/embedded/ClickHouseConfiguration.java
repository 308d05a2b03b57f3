package dev.headroom.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The two files the server reads. There is one user, {@code headroom}, who may do everything. The
 * user {@code default} has to exist, since the server's own session is his, and has no password,
 * since that session gives none; all he may do is to start and stop listening and to read {@code
 * system.numbers}.
 *
 * @param further XML elements of the server's configuration beside those here
 */
record ClickHouseConfiguration(
    Path directory, int httpPort, int tcpPort, String password, String further) {
  static final String USER = "headroom";

  private static final String USERS =
      """
      <clickhouse>
        <profiles><default/></profiles>
        <quotas><default/></quotas>
        <users>
          <default>
            <no_password/>
            <networks><ip>127.0.0.1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
            <grants>
              <query>GRANT SYSTEM LISTEN ON *.*</query>
              <query>GRANT SELECT ON system.numbers</query>
            </grants>
          </default>
          <%s>
            <password_sha256_hex>%s</password_sha256_hex>
            <networks><ip>127.0.0.1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
          </%1$s>
        </users>
      </clickhouse>
      """;

  private static final String SERVER =
      """
      <clickhouse>
        <users_config>%s</users_config>
        <path>%s/</path>
        <listen_host>127.0.0.1</listen_host>
        <http_port>%d</http_port>
        <tcp_port>%d</tcp_port>
        <max_server_memory_usage>2147483648</max_server_memory_usage>
        <mark_cache_size>67108864</mark_cache_size>
        <uncompressed_cache_size>0</uncompressed_cache_size>
        %s
      </clickhouse>
      """;

  /** Writes the files and returns the one to start with. */
  Path write() throws IOException {
    Path users = directory.resolve("users.xml");
    Path server = directory.resolve("config.xml");
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(users, USERS.formatted(USER, sha256(password)));
    Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(server, SERVER.formatted(xml(users), xml(data), httpPort, tcpPort, further));
    return server;
  }

  private static String xml(Path path) {
    return path.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
