package dev.headroom.collectors.gateway;

import dev.headroom.collectors.identity.Sender;
import dev.headroom.collectors.limit.TenantGuards;
import dev.headroom.usage.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a sender's uncompressed request to the answer; the same for both protocols. */
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final Inspector inspector = new Inspector();
  private final GatewayMetrics metrics;
  private final TenantGuards guards;
  private final UsageStore store;
  private final Duration acknowledgeWithin;
  private final Clock clock;

  Intake(
      GatewayMetrics metrics,
      TenantGuards guards,
      UsageStore store,
      Duration acknowledgeWithin,
      Clock clock) {
    this.metrics = metrics;
    this.guards = guards;
    this.clock = clock;
    this.store = store;
    this.acknowledgeWithin = acknowledgeWithin;
  }

  /**
   * Checks and stores a request.
   *
   * @param reservation given back as soon as the record is settled, which may be after the answer
   * @return never completed exceptionally, and within the time to acknowledge
   */
  CompletableFuture<Answer> take(
      Sender sender, byte[] request, MemoryBudget.Reservation reservation) {
    Admission admission;
    try {
      admission = Admission.of(sender, request, inspector, guards, System.nanoTime());
    } catch (RuntimeException e) {
      // A mistake of ours, which must not hold memory, nor come back with the same request for
      // ever.
      LOG.error("a request of {} bytes could not be examined", request.length, e);
      return settled(Answer.malformed("the body could not be examined"), reservation);
    }
    return take(admission, sender, reservation)
        .whenComplete((answer, e) -> settled(sender.id(), answer, admission.sentPoints()));
  }

  /** What was not stored, and is to come again, is not charged. */
  private void settled(TenantId sender, Answer answer, int points) {
    metrics.points(sender, answer, points);
    if (answer.kind() == Answer.Kind.UNAVAILABLE) {
      guards.giveBack(sender, points);
    } else if (answer.rejectedPoints() > 0) {
      guards.giveBack(sender, answer.rejectedPoints());
    }
  }

  private CompletableFuture<Answer> take(
      Admission admission, Sender sender, MemoryBudget.Reservation reservation) {
    if (admission instanceof Admission.Refused refused) {
      return settled(refused.answer(), reservation);
    }
    Admission.Admitted admitted = (Admission.Admitted) admission;
    if (admitted.points() == 0) {
      return settled(admitted.stored(), reservation);
    }
    boolean shared = sender instanceof Sender.SharedProducer;
    UsageRecord usage =
        new UsageRecord(
            sender.id(), shared, clock.instant(), admitted.points(), admitted.request());
    CompletableFuture<Answer> stored =
        store.store(usage).thenApply(answer -> answer.isOk() ? admitted.stored() : answer);
    var unused = stored.whenComplete((answer, e) -> reservation.close());
    return stored
        .copy()
        .completeOnTimeout(Answer.unavailable(), acknowledgeWithin.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static CompletableFuture<Answer> settled(
      Answer answer, MemoryBudget.Reservation reservation) {
    reservation.close();
    return CompletableFuture.completedFuture(answer);
  }
}
