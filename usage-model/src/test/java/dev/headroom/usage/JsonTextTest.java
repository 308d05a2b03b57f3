package dev.headroom.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonTextTest {

  @Test
  void anObjectHasItsKeysSortedAndNoWhiteSpace() {
    assertThat(JsonText.object(new TreeMap<>())).isEqualTo("{}");
    assertThat(JsonText.object(new TreeMap<>(Map.of("b", "2", "a", "1", "c", ""))))
        .isEqualTo("{\"a\":\"1\",\"b\":\"2\",\"c\":\"\"}");
  }

  @Test
  void onlyWhatMustBeIsEscaped() {
    assertThat(JsonText.quoted("")).isEqualTo("\"\"");
    assertThat(JsonText.quoted("a \"b\" \\ / ü")).isEqualTo("\"a \\\"b\\\" \\\\ / ü\"");
    assertThat(JsonText.quoted("\u0000\t\n\u001f ")).isEqualTo("\"\\u0000\\u0009\\u000a\\u001f \"");
  }
}
