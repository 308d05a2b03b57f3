package dev.headroom.collectors;

/** A secret that a client sends; kept out of every text that a record of it may end up in. */
public final class BearerToken {
  private final String value;

  /**
   * @throws IllegalArgumentException if it is empty, or no header could carry it
   */
  public BearerToken(String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("a token is made of visible ASCII characters");
    }
    this.value = value;
  }

  /** The secret itself. */
  public String value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BearerToken token && token.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "BearerToken";
  }
}
