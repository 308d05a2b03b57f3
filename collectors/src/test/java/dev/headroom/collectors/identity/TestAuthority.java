package dev.headroom.collectors.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A certificate authority, by the JDK's keytool. */
public final class TestAuthority {
  private static final String PASSWORD = "changeit";
  private static final String CA = "ca";

  private final Path store;
  private int issued;

  private TestAuthority(Path store) {
    this.store = store;
  }

  /** A new one; its keys are in a file of the directory. */
  public static TestAuthority create(Path directory, String name) throws Exception {
    TestAuthority authority = new TestAuthority(directory.resolve(name + ".p12"));
    authority.keytool(
        "-genkeypair", "-alias", CA, "-dname", "CN=" + name, "-ext", "bc:c", "-keyalg", "EC");
    return authority;
  }

  /** A key with the chain of its certificate. */
  public record Identity(Key key, List<X509Certificate> chain) {
    public X509Certificate certificate() {
      return chain.get(0);
    }

    /** PKCS #8. */
    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }

    public String chainPem() throws GeneralSecurityException {
      return TestAuthority.pem(chain);
    }

    /** Without the private key's owner proving anything but holding this file. */
    public KeyStore keyStore() throws Exception {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, PASSWORD.toCharArray());
      keys.setKeyEntry("key", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
      return keys;
    }

    public char[] password() {
      return PASSWORD.toCharArray();
    }
  }

  /**
   * Issues a certificate.
   *
   * @param name its subject, a distinguished name
   * @param alternative such as {@code ip:127.0.0.1} or {@code uri:spiffe://…}; null for none
   */
  public Identity issue(String name, @Nullable String alternative) throws Exception {
    String alias = "key" + issued++;
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-genkeypair", "-alias", alias, "-dname", name, "-signer", CA, "-keyalg", "EC"));
    if (alternative != null) {
      arguments.addAll(List.of("-ext", "san=" + alternative));
    }
    keytool(arguments.toArray(String[]::new));
    KeyStore keys = keys();
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate certificate : keys.getCertificateChain(alias)) {
      chain.add((X509Certificate) certificate);
    }
    return new Identity(Objects.requireNonNull(keys.getKey(alias, PASSWORD.toCharArray())), chain);
  }

  public X509Certificate certificate() throws Exception {
    return (X509Certificate) keys().getCertificate(CA);
  }

  public String pem() throws Exception {
    return pem(List.of(certificate()));
  }

  private static String pem(List<X509Certificate> chain) throws GeneralSecurityException {
    StringBuilder pem = new StringBuilder();
    for (X509Certificate certificate : chain) {
      pem.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return pem.toString();
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return String.format(
        Locale.ROOT, "-----BEGIN %s-----%n%s%n-----END %s-----%n", what, text, what);
  }

  private KeyStore keys() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(said);
    }
  }
}
