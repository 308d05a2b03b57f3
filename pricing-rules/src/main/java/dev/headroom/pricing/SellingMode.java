package dev.headroom.pricing;

/** The ways of selling software that a price book can be for. */
public enum SellingMode {
  /** A licence; the customer runs the software on its own machines. */
  ON_PREM,
  /** The customer brings its own cloud account and pays it; the vendor takes a fee. */
  BYOC,
  /** Provisioned sizes, run by the vendor. */
  FULLY_MANAGED,
  /** Pay per use. */
  SERVERLESS
}
