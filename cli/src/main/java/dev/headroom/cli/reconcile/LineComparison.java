package dev.headroom.cli.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Compares the charges of one line of a bill with what its usage is rated to. */
final class LineComparison {
  private final Bill bill;
  private final String line;
  private final SortedSet<ChargeFacts.Key> keys;
  private final Instant inMotionFrom;
  private final List<Cause> causes = new ArrayList<>();
  private final List<Cause> amounts = new ArrayList<>();

  private record Cause(Link link, ChargeFacts.Key key, String reason) {}

  LineComparison(Bill bill, String line, SortedSet<ChargeFacts.Key> keys, Instant inMotionFrom) {
    this.bill = bill;
    this.line = line;
    this.keys = keys;
    this.inMotionFrom = inMotionFrom;
  }

  void run(Findings findings) {
    for (ChargeFacts.Key key : keys) {
      compare(key, bill.charged().get(key), bill.rated().get(key));
    }
    Instant first =
        causes.stream()
            .filter(cause -> cause.key().isOfUsage())
            .map(cause -> cause.key().start())
            .min(Instant::compareTo)
            .orElse(Instant.MAX);
    long follow = amounts.stream().filter(a -> follows(a, first)).count();
    amounts.stream().filter(a -> !follows(a, first)).forEach(a -> tell(a, 0, findings));
    for (int i = 0; i < causes.size(); i++) {
      tell(causes.get(i), i == 0 ? follow : 0, findings);
    }
  }

  /** What is for the whole period, such as the rounding, follows from anything in it. */
  private static boolean follows(Cause amount, Instant first) {
    return !first.equals(Instant.MAX)
        && (!amount.key().isOfUsage() || !amount.key().start().isBefore(first));
  }

  private void compare(
      ChargeFacts.Key key, @Nullable ChargeFacts charged, @Nullable ChargeFacts rated) {
    if (charged == null && rated != null) {
      causes.add(
          new Cause(
              Link.CHARGES,
              key,
              "there is no such charge, the usage is rated to " + rated.amounts()));
    } else if (rated == null && charged != null && !charged.isNothing()) {
      String reason = "charged are %s, there is no usage for it".formatted(charged.amounts());
      causes.add(new Cause(key.isOfUsage() ? Link.USAGE : Link.CHARGES, key, reason));
    } else if (charged != null && rated != null && !charged.isSame(rated)) {
      differ(key, charged, rated);
    }
  }

  private void differ(ChargeFacts.Key key, ChargeFacts charged, ChargeFacts rated) {
    String reason =
        "charged are %s, the usage is rated to %s".formatted(charged.amounts(), rated.amounts());
    boolean ofQuantity =
        key.isOfUsage() && !BillComparison.isRounding(charged.quantity(), rated.quantity());
    if (ofQuantity) {
      causes.add(new Cause(Link.USAGE, key, reason));
    } else {
      amounts.add(new Cause(Link.CHARGES, key, reason));
    }
  }

  private void tell(Cause cause, long follow, Findings findings) {
    String range =
        "%s %s %s to %s"
            .formatted(line, cause.key().kind(), cause.key().start(), cause.key().end());
    String meter = cause.key().meter();
    String named = meter.isEmpty() ? range : range + " (meter " + meter + ")";
    String reason =
        follow == 0
            ? cause.reason()
            : cause.reason() + "; %,d other amounts of the line follow from it".formatted(follow);
    if (isInMotion(cause)) {
      findings.unproven(
          cause.link(),
          bill.id().tenant(),
          named,
          reason + "; the usage changed within the last minute, its charges are on their way");
    } else {
      findings.differs(cause.link(), bill.id().tenant(), named, reason);
    }
  }

  private boolean isInMotion(Cause cause) {
    return !inMotionFrom.equals(Instant.MAX)
        && (!cause.key().isOfUsage() || !cause.key().start().isBefore(inMotionFrom));
  }
}
