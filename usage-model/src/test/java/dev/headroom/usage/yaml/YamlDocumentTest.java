package dev.headroom.usage.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {
  private static final String SCHEMA = "dev/headroom/usage/yaml/shop.schema.json";

  enum Kind {
    CORNER_SHOP,
    MARKET
  }

  record Good(String sku, BigDecimal price, @Nullable Integer count) {
    Good {
      if (sku.equals("forbidden")) {
        throw new IllegalArgumentException("sku 'forbidden' is not sold");
      }
    }
  }

  record Shop(
      String name,
      Kind kind,
      @Nullable Instant opens,
      @Nullable Duration pause,
      List<Good> goods) {}

  private static YamlDocument parse(String text) {
    return YamlDocument.parse("shop.yaml", text, SCHEMA);
  }

  private static List<String> problems(String text) {
    InvalidInputException e =
        catchThrowableOfType(InvalidInputException.class, () -> parse(text).as(Shop.class));
    return e.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void bindsRecordsWithExactNumbersAndTimes() {
    Shop shop =
        parse(
                """
                name: corner
                kind: corner-shop
                opens: 2026-06-01T08:00:00Z
                pause: 1h30m
                goods:
                  - { sku: "007", price: 0.10000000000000000000000000000000001, count: 3 }
                  - { sku: yes, price: 1 }
                """)
            .as(Shop.class);

    assertThat(shop.kind()).isEqualTo(Kind.CORNER_SHOP);
    assertThat(shop.opens()).isEqualTo(Instant.parse("2026-06-01T08:00:00Z"));
    assertThat(shop.pause()).isEqualTo(Duration.ofMinutes(90));
    assertThat(shop.goods())
        .containsExactly(
            new Good("007", new BigDecimal("0.10000000000000000000000000000000001"), 3),
            new Good("yes", BigDecimal.ONE, null));
  }

  @Test
  void reportsEveryViolationAtOnceWithItsPlace() {
    assertThat(
            problems(
                """
                name: Corner
                kind: kiosk
                colour: red
                opens: 8 o'clock
                goods:
                  - sku: 7
                    price: -1
                    cuont: 3
                  - count: 1.5
                """))
        .containsExactly(
            "shop.yaml:1:7: name: 'Corner' is not valid, expected lower-case letters and '-'",
            "shop.yaml:2:7: kind: 'kiosk' is not one of: corner-shop, market",
            "shop.yaml:3:1: unknown key 'colour'; known keys: name, kind, opens, pause, goods",
            "shop.yaml:4:8: opens: '8 o'clock' is not valid, expected date-time",
            "shop.yaml:6:10: sku: expected text, found 7",
            "shop.yaml:7:12: price: expected at least 0, found -1",
            "shop.yaml:7:12: price: expected text, found -1",
            "shop.yaml:8:5: unknown key 'cuont'; known keys: sku, price, count",
            "shop.yaml:9:5: goods[1]: missing key 'sku'",
            "shop.yaml:9:5: goods[1]: missing key 'price'",
            "shop.yaml:9:12: count: expected a whole number, found 1.5");
  }

  @Test
  void namesTheTypesThatAnyBranchAccepts() {
    assertThat(problems("name: a\nkind: market\ngoods: [{sku: a, price: [1]}]"))
        .containsExactly("shop.yaml:3:18: price: expected a number or text, found a list");
  }

  @Test
  void anEmptyFileIsAProblemAndNotACrash() {
    assertThat(problems(""))
        .containsExactly("shop.yaml:1:1: expected a block of keys, found nothing");
  }

  @Test
  void duplicateKeysAndTagsAreAllNamed() {
    assertThat(problems("name: a\nname: b\nkind: !!str market\ngoods: !shop []\nkind: market"))
        .containsExactly(
            "shop.yaml:2:1: duplicate key 'name', first given in line 1",
            "shop.yaml:4:8: tags are not supported: remove '!shop'",
            "shop.yaml:5:1: duplicate key 'kind', first given in line 3");
  }

  @Test
  void aSyntaxErrorHasItsPlace() {
    assertThat(problems("name: [a\nkind: market"))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:2:5: not YAML: ");
    assertThat(problems("a: 1\n---\nb: 2"))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:2:1: not YAML: ");
  }

  @Test
  void aSyntaxErrorSaysWhatIsWrongAndWhileWhat() {
    assertThat(problems("name: [a\nkind: market"))
        .singleElement()
        .asString()
        .contains("expected ',' or ']', but got", "while parsing a flow sequence");
    assertThat(problems("name: a\tb: c\n")).singleElement().asString().doesNotContain("null");
  }

  @Test
  void aKeyIsPlainText() {
    assertThat(problems("name: a\n? [x]\n: y\nkind: market\ngoods: []"))
        .containsExactly("shop.yaml:2:3: a key must be plain text");
  }

  @Test
  void whatIsFoundIsShownCut() {
    String long60 = "X".repeat(60);
    assertThat(problems("name: " + long60 + "\nkind: market\ngoods: [{sku: b, price: 1}]"))
        .containsExactly(
            "shop.yaml:1:7: name: '%s' is not valid, expected lower-case letters and '-'"
                .formatted(long60));
    assertThat(problems("name: " + long60 + "Y\nkind: market\ngoods: [{sku: b, price: 1}]"))
        .containsExactly(
            "shop.yaml:1:7: name: '%s…' is not valid, expected lower-case letters and '-'"
                .formatted(long60));
    assertThat(problems("name: {a: b}\nkind: market\ngoods: [{sku: b, price: 1}]"))
        .containsExactly("shop.yaml:1:1: name: expected text, found a block of keys");
  }

  @Test
  void aFileSaysOfWhatKindItIs() {
    assertThat(YamlDocument.kindOf("f.yaml", "kind: Meters\nname: a")).isEqualTo("Meters");
    assertThat(YamlDocument.kindOf("f.yaml", "kind: 7")).isNull();
    assertThat(YamlDocument.kindOf("f.yaml", "name: a")).isNull();
    assertThatThrownBy(() -> YamlDocument.kindOf("f.yaml", "["))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aDocumentKnowsItsFileAndItsText() {
    YamlDocument shop = parse("name: a\nkind: market\ngoods: [{sku: b, price: 1.50}]");
    assertThat(shop.file()).isEqualTo("shop.yaml");
    assertThat(shop.json().toString())
        .isEqualTo(
            "{\"name\":\"a\",\"kind\":\"market\",\"goods\":[{\"sku\":\"b\",\"price\":1.50}]}");
  }

  record Paused(Duration name, String kind, List<Good> goods) {}

  record Kinds(Kind name, String kind, List<Good> goods) {}

  @Test
  void whatTheSchemaLetsPassButTheRecordDoesNotIsAProblemWithItsPlace() {
    YamlDocument shop = parse("kind: market\nname: a\ngoods: [{sku: b, price: 1}]");
    assertThatThrownBy(() -> shop.as(Paused.class))
        .hasMessage(
            "shop.yaml:2:7: 'a' is not valid, expected a duration such as 500ms, 30s, 5m, 1h30m,"
                + " 7d or PT5M");
    assertThatThrownBy(() -> shop.as(Kinds.class))
        .hasMessage("shop.yaml:2:7: 'a' is not valid, expected one of: corner-shop market");
  }

  @Test
  void aSchemaThatIsMissingIsABugOfOurs() {
    assertThatThrownBy(() -> YamlDocument.parse("f.yaml", "a: b", "dev/no.schema.json"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no schema /dev/no.schema.json on the class path");
    assertThat(
            YamlDocument.parse(
                    "f.yaml", "name: a\nkind: market\ngoods: [{sku: b, price: 1}]", "/" + SCHEMA)
                .file())
        .isEqualTo("f.yaml");
  }

  @Test
  void aliasesAreBounded() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 8; i++) {
      String previous = ("*a" + (i - 1) + ", ").repeat(10);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, previous.substring(0, previous.length() - 2)));
    }
    assertThat(problems(bomb.toString()))
        .singleElement()
        .asString()
        .endsWith("aliases for non-scalar nodes exceeds the specified max=50");
    StringBuilder few = new StringBuilder("a0: &a0 [x%s]\n".formatted(", x".repeat(99)));
    for (int i = 1; i < 5; i++) {
      String previous = (", *a" + (i - 1)).repeat(10).substring(2);
      few.append("a%d: &a%d [%s]\n".formatted(i, i, previous));
    }
    assertThat(problems(few.toString()))
        .singleElement()
        .asString()
        .endsWith("more than " + YamlTree.MAX_NODES + " values");
    assertThat(problems("a: &a [*a]")).containsExactly("shop.yaml:1:4: more than 50 levels");
    assertThat(problems("a: &a {b: *a}")).containsExactly("shop.yaml:1:4: more than 50 levels");
  }

  @Test
  void depthAndSizeAreBounded() {
    assertThat(problems("[".repeat(100_000))).hasSize(1);
    assertThat(problems("#" + "x".repeat(YamlTree.MAX_CODE_POINTS - 1)))
        .containsExactly("shop.yaml:1:1: expected a block of keys, found nothing");
    assertThat(problems("#" + "x".repeat(YamlTree.MAX_CODE_POINTS)))
        .containsExactly("shop.yaml:1:1: not YAML: longer than 4194304 characters");
  }

  @Test
  void aRecordThatRefusesItsValuesIsAProblemWithItsPlace() {
    assertThat(problems("name: a\nkind: market\ngoods:\n  - {sku: forbidden, price: 1}"))
        .containsExactly("shop.yaml:4:5: sku 'forbidden' is not sold");
  }

  @Test
  void anOptionalKeyOfAPrimitiveIsNotSilentlyZero() {
    YamlDocument shop = parse("name: a\nkind: market\ngoods: [{sku: b, price: 1}]");
    assertThatThrownBy(() -> shop.as(Counted.class))
        .hasMessage("shop.yaml:3:9: missing key 'count'");
  }

  record Counted(String name, Kind kind, List<CountedGood> goods) {}

  record CountedGood(String sku, BigDecimal price, int count) {}

  @Test
  void callersPointAtValuesAndAtWhatIsMissing() {
    YamlDocument shop = parse("name: a\nkind: market\ngoods:\n  - {sku: b, price: 1}");
    assertThat(shop.problemAt("/goods/0/price", "too cheap"))
        .hasToString("shop.yaml:4:21: too cheap");
    assertThat(shop.problemAt("/goods/0/count", "needed")).hasToString("shop.yaml:4:5: needed");
    assertThat(shop.problemAtKey("/goods", "here")).hasToString("shop.yaml:3:1: here");
  }

  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "30s,PT30S",
    "5m,PT5M",
    "1h30m,PT1H30M",
    "7d,PT168H",
    "0s,PT0S",
    "PT5M,PT5M",
    "P1DT0.5S,PT24H0.5S"
  })
  void durations(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"''", "5", "5 m", "-5m", "PT", "P", "PT-5M", "30m1h", "1.5h"})
  void notDurations(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected such as 500ms");
  }
}
