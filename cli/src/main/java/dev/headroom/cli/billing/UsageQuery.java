package dev.headroom.cli.billing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.BegunMonths;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the view {@code usage} for a tenant's quantities.
 *
 * @param period windows that belong to this billing period; any if empty
 * @param meter by its name; any if empty
 */
public record UsageQuery(String tenant, Optional<YearMonth> period, Optional<String> meter) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> DIMENSIONS = new TypeReference<>() {};

  /** By meter and time. */
  public List<UsageQuantity> read(Store store) {
    Map<String, String> values = new HashMap<>(Map.of("tenant", tenant));
    StringBuilder where = new StringBuilder("tenant_id = {tenant:String}");
    meter.ifPresent(
        name -> {
          values.put("meter", name);
          where.append(" AND meter = {meter:String}");
        });
    period.ifPresent(
        month -> {
          values.put("period", month.atDay(1).toString());
          where.append(" AND period = {period:Date}");
        });
    String sql =
        "SELECT meter, window_start, window_end, dimensions, quantity, unit FROM usage WHERE "
            + where
            + " ORDER BY meter, window_start, window_end, dimensions";
    return store.rows(sql, values).stream().map(UsageQuery::quantity).toList();
  }

  /** Less than nothing (the integral of a negative gauge) is stored, but never credited. */
  private static UsageQuantity quantity(JsonNode row) {
    return new UsageQuantity(
        row.path("meter").asText(),
        Instant.parse(row.path("window_start").asText()),
        Instant.parse(row.path("window_end").asText()),
        dimensions(row.path("dimensions").asText()),
        new BigDecimal(row.path("quantity").asText()).max(BigDecimal.ZERO),
        row.path("unit").asText());
  }

  private static Map<String, String> dimensions(String json) {
    try {
      return JSON.readValue(json, DIMENSIONS);
    } catch (JsonProcessingException e) {
      throw CommandException.failed("the table holds dimensions that are not JSON: " + json, e);
    }
  }

  /** The months that have begun, by the usage of everybody. */
  public static BegunMonths begun(Store store) {
    return BegunMonths.of(
        store
            .rows(
                "SELECT DISTINCT toString(toDate(window_start, 'UTC')) AS day FROM usage", Map.of())
            .stream()
            .map(row -> LocalDate.parse(row.path("day").asText()))
            .toList());
  }
}
