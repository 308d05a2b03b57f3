package dev.headroom.aggregation.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlStatementsTest {
  @Test
  void cutsOnlyAtSemicolonsThatEndStatements() {
    assertThat(
            SqlStatements.of(
                """
                -- a comment; with a semicolon, and an it's
                CREATE TABLE a (x String COMMENT 'one; two, it''s \\' three'); /* b; */
                SELECT `odd;name`, "another;one" -- last; comment
                ;;
                SELECT 2
                """))
        .containsExactly(
            "CREATE TABLE a (x String COMMENT 'one; two, it''s \\' three')",
            "SELECT `odd;name`, \"another;one\"",
            "SELECT 2");
  }

  @Test
  void anUnclosedTextReachesToTheEnd() {
    assertThat(SqlStatements.of("SELECT 'a; b")).containsExactly("SELECT 'a; b");
    assertThat(SqlStatements.of("SELECT 'a\\")).containsExactly("SELECT 'a\\");
    assertThat(SqlStatements.of(" ; -- nothing")).isEmpty();
  }
}
