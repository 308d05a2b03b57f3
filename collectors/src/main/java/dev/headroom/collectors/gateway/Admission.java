package dev.headroom.collectors.gateway;

import dev.headroom.collectors.identity.Sender;
import dev.headroom.collectors.limit.Allowance;
import dev.headroom.collectors.limit.TenantGuards;
import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.RequestInspection;
import dev.headroom.usage.otlp.RequestSummary;
import dev.headroom.usage.otlp.TenantClaims;

/**
 * Whether a request may be stored: it is OTLP, speaks only of tenants its sender may name, and
 * stays within what the sender may send.
 */
sealed interface Admission {

  /** How many the request has, as far as it could be read. */
  int sentPoints();

  /** What is to be stored, and what is said once it is. */
  final class Admitted implements Admission {
    private final byte[] request;
    private final int points;
    private final Answer stored;

    Admitted(byte[] request, int points, Answer stored) {
      this.request = request;
      this.points = points;
      this.stored = stored;
    }

    byte[] request() {
      return request;
    }

    int points() {
      return points;
    }

    Answer stored() {
      return stored;
    }

    @Override
    public int sentPoints() {
      return points + stored.rejectedPoints();
    }
  }

  record Refused(Answer answer, int sentPoints) implements Admission {}

  /**
   * Decides.
   *
   * @param nowNanos of a clock that never goes back
   */
  static Admission of(
      Sender sender, byte[] request, Inspector inspector, TenantGuards guards, long nowNanos) {
    try {
      RequestInspection inspection = inspector.inspect(request);
      RequestSummary summary = inspection.summary();
      for (String claimed : inspection.tenantClaims()) {
        if (!sender.mayReportFor(claimed)) {
          return new Refused(
              new Answer(
                  Answer.Kind.FORBIDDEN,
                  "the attribute " + TenantClaims.ATTRIBUTE + " contradicts the client's identity"),
              summary.points());
        }
      }
      Allowance allowance = guards.admit(sender.id(), request, summary, nowNanos);
      if (allowance instanceof Allowance.Later later) {
        return new Refused(Answer.throttled(later.after()), summary.points());
      }
      if (allowance instanceof Allowance.Part part) {
        return new Admitted(
            part.request(), part.points(), Answer.partial(part.rejectedPoints(), part.reason()));
      }
      return new Admitted(request, summary.points(), Answer.STORED);
    } catch (MalformedOtlpException e) {
      return new Refused(
          Answer.malformed("the body is not an ExportMetricsServiceRequest: " + e.getMessage()), 0);
    }
  }
}
