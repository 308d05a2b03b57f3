package dev.headroom.collectors.gateway;

import dev.headroom.collectors.identity.Sender;
import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.OtlpRequest;
import dev.headroom.usage.otlp.TenantClaims;

/** Whether a request may be stored: it is OTLP, and speaks only of tenants its sender may name. */
sealed interface Admission {

  record Admitted(int points) implements Admission {}

  record Refused(Answer answer) implements Admission {}

  static Admission of(Sender sender, byte[] request) {
    try {
      int points = OtlpRequest.summarise(request, 0, request.length).points();
      for (String claimed : TenantClaims.of(request, 0, request.length)) {
        if (!sender.mayReportFor(claimed)) {
          return new Refused(
              new Answer(
                  Answer.Kind.FORBIDDEN,
                  "the attribute " + TenantClaims.ATTRIBUTE + " contradicts the token"));
        }
      }
      return new Admitted(points);
    } catch (MalformedOtlpException e) {
      return new Refused(
          Answer.malformed("the body is not an ExportMetricsServiceRequest: " + e.getMessage()));
    }
  }
}
