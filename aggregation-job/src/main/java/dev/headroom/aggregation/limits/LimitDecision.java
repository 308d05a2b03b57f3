package dev.headroom.aggregation.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.pricing.LimitAction;
import dev.headroom.pricing.LimitStatus;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/**
 * That a tenant has reached a limit, or no longer has: a record of the topic {@code
 * usage.decisions}.
 *
 * @param tenant key of the record
 * @param json its value
 */
public record LimitDecision(String tenant, String json) {
  public static final TypeInformation<LimitDecision> TYPE = new CodecType<>(new Form());
  public static final OutputTag<LimitDecision> OUTPUT = new OutputTag<>("limit-decisions", TYPE);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ID_BYTES = 16;

  /**
   * A decision.
   *
   * @param count of decisions of a month about the limit in its cycle: the same one has the same id
   */
  static LimitDecision of(String tenant, LimitStatus status, int count) {
    ObjectNode json = JSON.createObjectNode();
    String policy = status.limit().budget() == null ? "quota" : "budget";
    String cycle = status.from() + (status.isCarriedOver() ? "|next month" : "");
    String id = "%s|%s|%s|%s|%d".formatted(policy, tenant, status.limit().id(), cycle, count);
    json.put("decisionId", digest(id));
    json.put("time", status.at().toString());
    json.put("tenantId", tenant);
    json.put("pool", "");
    json.putNull("workload");
    json.put("kind", "limit");
    json.put("policy", policy);
    json.put("rule", status.limit().id());
    json.put("unit", status.unit());
    json.put("fromCapacity", plain(status.reached()));
    json.put("toCapacity", plain(status.most()));
    json.put("result", "recommended");
    json.putObject("inputs")
        .put("action", status.isReached() ? name(status.limit().action()) : "lift")
        .put("from", status.from().toString())
        .put("until", status.to().toString());
    json.putArray("bounds");
    json.put(
        "expected",
        status.isReached()
            ? "no more than %s %s until %s"
                .formatted(plain(status.most()), status.unit(), status.to())
            : "as if the limit had not been reached");
    json.put("sentence", sentence(tenant, status));
    json.putNull("error");
    try {
      return new LimitDecision(tenant, JSON.writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory cannot fail to be written", e);
    }
  }

  private static String sentence(String tenant, LimitStatus status) {
    String what = status.limit().meter() == null ? "the bill" : status.limit().meter();
    String figures =
        "%s of %s %s since %s"
            .formatted(plain(status.reached()), plain(status.most()), status.unit(), status.from());
    if (!status.isReached()) {
      return "Lift limit %s of %s: after a correction %s is at %s."
          .formatted(status.limit().id(), tenant, what, figures);
    }
    String action =
        switch (status.limit().action()) {
          case NOTIFY -> "Tell " + tenant;
          case THROTTLE -> "Throttle " + tenant + " until " + status.to();
          case READ_ONLY -> "Let " + tenant + " only read until " + status.to();
        };
    return "%s: %s has reached %s.".formatted(action, what, figures);
  }

  private static String name(LimitAction action) {
    return action.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static final class Form implements Codec<LimitDecision> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<LimitDecision> type() {
      return LimitDecision.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(LimitDecision value, DataOutput out) throws IOException {
      Wire.writeText(value.tenant, out);
      Wire.writeText(value.json, out);
    }

    @Override
    public LimitDecision read(DataInput in, int version) throws IOException {
      return new LimitDecision(Wire.readText(in), Wire.readText(in));
    }
  }
}
