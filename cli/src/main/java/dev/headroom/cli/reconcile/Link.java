package dev.headroom.cli.reconcile;

import java.util.Locale;

/** One comparison of the chain from what was sent to what is owed. */
enum Link {
  /** The numbers of every producer's records are 0, 1, 2, … without a hole or a repetition. */
  PRODUCERS,
  /** Every record holds as many points as its producer declared. */
  KAFKA,
  /** Every record of Kafka is one row of the ledger, and all its points are accounted for. */
  LEDGER,
  /** The quarantine holds as many points of a record as the ledger says. */
  QUARANTINE,
  /** The usage stored is the usage that was charged. */
  USAGE,
  /** Every charge is what the price book says, and the charges add up to the invoice. */
  CHARGES,
  /** Corrections of finalised invoices and what commitments add are what these make them. */
  SETTLEMENT,
  /** Days that are over are as they were when they were sealed. */
  HISTORY;

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
