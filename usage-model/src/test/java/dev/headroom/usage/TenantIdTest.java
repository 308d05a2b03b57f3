package dev.headroom.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "acme", "0-day", "a.b_c-d", "tenant-42", "az", "za", "09", "9z"})
  void takes(String value) {
    assertThat(TenantId.problem(value)).isEmpty();
    assertThat(new TenantId(value)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-a", ".a", "Acme", "a b", "é", "a/b", "a\u0000b", "a`", "a{", "a/", "a:"})
  void refuses(String value) {
    assertThat(TenantId.problem(value)).isPresent();
    assertThatThrownBy(() -> new TenantId(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(TenantId.problem(value).orElseThrow());
  }

  @Test
  void hasAtMost63Characters() {
    assertThat(TenantId.problem("a".repeat(63))).isEmpty();
    assertThat(TenantId.problem("a".repeat(64)))
        .contains("a tenant id has at most 63 characters, this one has 64");
  }

  @Test
  void theProblemIsPrintable() {
    assertThat(TenantId.problem("a\nb").orElseThrow()).contains("\"a?b\"");
    assertThat(TenantId.problem("a \u001f~\u007f").orElseThrow()).contains("\"a ?~?\"");
  }

  @Test
  void isOrderedAsText() {
    assertThat(new TenantId("acme")).isLessThan(new TenantId("globex"));
    assertThat(new TenantId("acme")).isEqualByComparingTo(new TenantId("acme"));
  }
}
