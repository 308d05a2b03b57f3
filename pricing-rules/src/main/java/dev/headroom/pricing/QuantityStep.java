package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;

/**
 * A step from what was used in a window to what is priced of it. A new one is a record with keys
 * that no other has, a line here, and its keys in price-book.schema.json.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Times.class),
  @JsonSubTypes.Type(Lookup.class),
  @JsonSubTypes.Type(AtLeast.class),
  @JsonSubTypes.Type(AtMost.class),
  @JsonSubTypes.Type(RoundUpTo.class)
})
public interface QuantityStep {

  /**
   * The quantity after the step.
   *
   * @param quantity of one window in the line's pricing unit, not negative
   * @param dimensions those that the line keeps apart ({@code each}), and their values
   * @return not negative
   */
  Rational apply(Rational quantity, Map<String, String> dimensions);

  /** What it does, for people, such as {@code rounded up to a multiple of 0.5}. */
  String words();
}
