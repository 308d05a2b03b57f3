package dev.headroom.collectors.gateway;

import dev.headroom.usage.TenantId;
import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.OtlpRequest;
import dev.headroom.usage.otlp.RequestSummary;

/** Whether a request of a tenant may be stored: it is OTLP, and speaks of no other tenant. */
sealed interface Admission {
  /** The attribute that shared collectors set; it may repeat what the token says. */
  String TENANT_ATTRIBUTE = "tenant.id";

  record Admitted(int points) implements Admission {}

  record Refused(Answer answer) implements Admission {}

  static Admission of(TenantId tenant, byte[] request) {
    RequestSummary summary;
    try {
      summary = OtlpRequest.summarise(request, 0, request.length);
    } catch (MalformedOtlpException e) {
      return new Refused(
          Answer.malformed("the body is not an ExportMetricsServiceRequest: " + e.getMessage()));
    }
    for (String named : summary.tenantAttributes()) {
      if (!named.equals(tenant.value())) {
        return new Refused(
            new Answer(
                Answer.Kind.FORBIDDEN,
                "the resource attribute " + TENANT_ATTRIBUTE + " contradicts the token"));
      }
    }
    return new Admitted(summary.points());
  }
}
