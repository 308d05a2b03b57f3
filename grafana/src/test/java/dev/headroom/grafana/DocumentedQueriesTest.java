package dev.headroom.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the SQL of the tutorials and runbooks, and checks what the finance tutorial promises. */
@ExtendWith(SharedStack.class)
class DocumentedQueriesTest {
  private static final String FINANCE = "tutorials/finance.md";
  private static final String RUNBOOKS = "how-to/runbooks.md";

  static Stream<DocumentedQuery> queries() {
    return Stream.of(FINANCE, RUNBOOKS).flatMap(page -> DocumentedQuery.of(page).stream());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aDocumentedQueryRuns(DocumentedQuery query, SeededStack stack) {
    Answer answer = ask(stack, query, "acme");
    boolean isOfFinalInvoices = query.sql().contains("invoice_id"); // none is, of these tenants
    boolean findsNothing = query.equals(unchargedUsage()) || isOfFinalInvoices;
    assertThat(answer.rows().isEmpty()).as(query.toString()).isEqualTo(findsNothing);
  }

  @Test
  void aLineIsPayableToTheCent(SeededStack stack) {
    DocumentedQuery query = financeQuery("remainder");
    for (String tenant : SeededStack.TENANTS) {
      Answer answer = ask(stack, query, tenant);
      assertThat(answer.column("remainder"))
          .as(tenant)
          .allMatch(remainder -> new BigDecimal(remainder).signum() == 0);
    }
    assertThat(ask(stack, query, "acme").sum("payable")).isPositive();
  }

  @Test
  void everyWindowIsCharged(SeededStack stack) {
    for (String tenant : SeededStack.TENANTS) {
      assertThat(ask(stack, unchargedUsage(), tenant).rows()).as(tenant).isEmpty();
    }
  }

  @Test
  void theBooksOfAnHonestProducerBalance(SeededStack stack) {
    DocumentedQuery query = financeQuery("points_declared");
    assertThat(ask(stack, query, "acme").column("gap")).containsOnly("0");
    assertThat(ask(stack, query, "initech").column("gap")).containsOnly("0");
    assertThat(ask(stack, query, "globex").column("gap"))
        .containsExactly(Integer.toString(SeededStack.UNACCOUNTED_POINTS));
  }

  private static DocumentedQuery unchargedUsage() {
    return financeQuery("ANTI JOIN");
  }

  private static DocumentedQuery financeQuery(String mark) {
    List<DocumentedQuery> found =
        DocumentedQuery.of(FINANCE).stream().filter(query -> query.sql().contains(mark)).toList();
    assertThat(found).as(mark).hasSize(1);
    return found.get(0);
  }

  private static Answer ask(SeededStack stack, DocumentedQuery query, String tenant) {
    String period = stack.newestPeriod();
    return stack.clickHouse().ask(query.sql(), Map.of("tenant", tenant, "period", period));
  }
}
