package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * A step from what the lines of a book have come to in a period to what is payable; a line of the
 * invoice of its own. A new one is a record with a key that no other has, a line here, and its keys
 * in price-book.schema.json.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Discount.class),
  @JsonSubTypes.Type(Credit.class),
  @JsonSubTypes.Type(Minimum.class),
  @JsonSubTypes.Type(Maximum.class),
  @JsonSubTypes.Type(WaiveBelow.class),
  @JsonSubTypes.Type(ShareOfSpend.class),
  @JsonSubTypes.Type(Tax.class)
})
public interface InvoiceStep {

  /** Unique among the lines and steps of the book; FOCUS SkuId. */
  String id();

  /** For the customer; FOCUS ChargeDescription. */
  String description();

  /** What its charge is. */
  ChargeKind kind();

  /**
   * What the step adds to the invoice, exactly; it is rounded once, as a line is.
   *
   * @param lines those before it, each as payable
   */
  Rational amount(LinesSoFar lines);

  /** Ids of the lines and steps that it looks at; empty for all before it. */
  default List<String> of() {
    return List.of();
  }

  /**
   * What it does with what it sees, for people, such as {@code 10 percent of it, off}.
   *
   * @param lines those before it, each as payable
   */
  String words(LinesSoFar lines);
}
