package dev.headroom.collectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is kept; never the secret itself. Exactly one of the two is given.
 *
 * @param env name of an environment variable
 * @param file a file that holds the secret alone; white space around it is not part of it
 */
public record SecretReference(@Nullable String env, @Nullable String file) {
  public SecretReference {
    if ((env == null) == (file == null)) {
      throw new IllegalArgumentException("expected exactly one of tokenEnv and tokenFile");
    }
  }

  /**
   * The secret.
   *
   * @param base what a relative file name is relative to
   * @throws IllegalArgumentException naming the variable or file, if it is absent or empty
   */
  public String read(Path base, Map<String, String> environment) {
    if (env != null) {
      return present(environment.get(env), "environment variable " + env);
    }
    try {
      return present(Files.readString(base.resolve(String.valueOf(file))), "file " + file);
    } catch (IOException e) {
      throw new IllegalArgumentException("file " + file + " cannot be read", e);
    }
  }

  private static String present(@Nullable String secret, String place) {
    if (secret == null || secret.isBlank()) {
      throw new IllegalArgumentException(place + " is " + (secret == null ? "not set" : "empty"));
    }
    return secret.strip();
  }
}
