package dev.headroom.pricing;

import java.math.BigDecimal;

/**
 * What a charge is made of: a unit price times a quantity, or an amount that is none.
 *
 * @param kind how its cost came to be
 * @param tier of the price that was applied, from 1; 0 for what an allowance makes free, and for an
 *     amount without a price
 * @param unitPrice per pricing unit, of a fee for the whole of it, scale {@link #PRICE_SCALE}; 0 if
 *     there is none
 * @param quantity what the price is charged for, scale 9, less than nothing if it is given back:
 *     pricing units, of what is sold in packs those in the packs that were started; of a fee 1
 * @param used pricing units that were used at that price, scale 9; 0 of all but {@link Kind#UNITS}
 * @param cost its part of the charge's amount, in the currency, scale 9: unit price × quantity but
 *     for what rounding takes or adds
 */
public record ChargePart(
    Kind kind,
    int tier,
    BigDecimal unitPrice,
    BigDecimal quantity,
    BigDecimal used,
    BigDecimal cost) {
  /** Places of a unit price; one that has more, such as 1/3, is rounded half-even. */
  public static final int PRICE_SCALE = 18;

  public ChargePart {
    unitPrice = unitPrice.setScale(PRICE_SCALE);
    quantity = quantity.setScale(UsageQuantity.SCALE);
    used = used.setScale(UsageQuantity.SCALE);
    cost = cost.setScale(UsageQuantity.SCALE);
  }

  /** How the cost of a part came to be. */
  public enum Kind {
    /** Units at the price of a tier, or free by an allowance. */
    UNITS,
    /** The fee of a tier that was entered, or left again. */
    TIER_FEE,
    /** Earlier units that cost what another tier says, now that the last unit lies there. */
    REPRICED,
    /** What is above the most that the line costs. */
    LIMITED
  }
}
