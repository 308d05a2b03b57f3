package dev.headroom.autoscaler.decision;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One decision: the value of a record of the topic {@code usage.decisions}.
 *
 * @param time evaluation time, on the clock of the usage
 * @param policy name of the policy
 * @param from capacity before, in what the kind counts
 * @param to capacity asked for; equal to {@code from} when nothing is to be done
 * @param inputs the figures the policy saw, units in their names
 * @param bounds what limited the choice
 * @param reason half a sentence: why, without what
 * @param expected what it should bring
 * @param error why it failed, or what held it back at the cluster manager
 */
public record Decision(
    Instant time,
    Subject subject,
    Kind kind,
    String policy,
    Rule rule,
    int from,
    int to,
    Result result,
    SortedMap<String, BigDecimal> inputs,
    List<String> bounds,
    String reason,
    String expected,
    @Nullable String error) {
  /** Input of a decision about a pool: 1 if what is decided of it is to be carried out, or 0. */
  public static final String ACTING = "acting";

  private static final int ID_BYTES = 16;

  public Decision {
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    bounds = List.copyOf(bounds);
  }

  /** One that is to be carried out if it changes something. */
  public static Decision made(
      Instant time,
      Subject subject,
      Kind kind,
      String policy,
      Rule rule,
      int from,
      int to,
      SortedMap<String, BigDecimal> inputs,
      List<String> bounds,
      String reason,
      String expected) {
    Result result = from == to ? Result.HELD : Result.APPLIED;
    return new Decision(
        time, subject, kind, policy, rule, from, to, result, inputs, bounds, reason, expected,
        null);
  }

  /** Whether something is to be done. */
  public boolean changes() {
    return from != to;
  }

  /** What {@code from} and {@code to} count. */
  public String unit() {
    return "{" + kind.thing() + "}";
  }

  /**
   * 32 hex digits: of the policy, the subject and the time, so that the same evaluation has the
   * same id whenever it is repeated.
   */
  public String id() {
    String identity =
        String.join("\n", policy, kind.text(), subject.pool(), subject.key(), subject.toString())
            + "\n"
            + time;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The same with more inputs. */
  public Decision with(SortedMap<String, BigDecimal> more) {
    SortedMap<String, BigDecimal> all = new TreeMap<>(inputs);
    all.putAll(more);
    return new Decision(
        time, subject, kind, policy, rule, from, to, result, all, bounds, reason, expected, error);
  }

  /** The decision was not carried out, as the mode wants it. */
  public Decision recommended() {
    return with(rule, Result.RECOMMENDED, bounds, null);
  }

  /** The cluster manager did not do it. */
  public Decision failed(String why) {
    return with(rule, Result.FAILED, bounds, why);
  }

  /** The cluster manager was not called, since it had been called too often. */
  public Decision rateLimited(String why) {
    List<String> limits = new ArrayList<>(bounds);
    limits.add("rate-limit");
    return with(Rule.RATE_LIMITED, Result.HELD, limits, why);
  }

  /** It came too late to be carried out: the usage it was made from is of the past. */
  public Decision tooLate(String why) {
    return with(Rule.STALE_METRICS, Result.HELD, bounds, why);
  }

  private Decision with(
      Rule newRule, Result newResult, List<String> newBounds, @Nullable String why) {
    return new Decision(
        time, subject, kind, policy, newRule, from, to, newResult, inputs, newBounds, reason,
        expected, why);
  }

  /** The whole decision in one sentence. */
  public String sentence() {
    String what = Sentence.lead(this);
    String why = error == null ? reason : error + "; it was to be done because " + reason;
    return what + ": " + why + ".";
  }
}
