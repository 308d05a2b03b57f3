package dev.headroom.usage.otlp;

import java.util.HashSet;
import java.util.Set;

/** Looks at one {@code ResourceMetrics} after the other. */
final class Inspection {
  private final byte[] bytes;
  private final Layouts layouts;
  private final Set<String> claims = new HashSet<>();
  private int resources;
  private int metrics;
  private int points;
  private int mostAttributes;

  Inspection(byte[] bytes, Layouts layouts) {
    this.bytes = bytes;
    this.layouts = layouts;
  }

  void resource(int at, int size) throws MalformedOtlpException {
    resources++;
    Layout known = layouts.find(bytes, at, size);
    if (known == null) {
      check(at, size);
      TenantClaims.addOfResource(bytes, at, size, claims);
      layouts.learn(bytes, at, size);
      return;
    }
    int rest = Layouts.behindResource(bytes, at, size);
    check(at, rest - at);
    metrics += known.metrics().size();
    points += known.points();
    mostAttributes = Math.max(mostAttributes, known.mostAttributes());
    TenantClaims.addOfResource(bytes, at, known.holdsTenantKey() ? size : rest - at, claims);
  }

  private void check(int at, int size) throws MalformedOtlpException {
    StructureCheck check = new StructureCheck(bytes, at, size);
    check.check(MessageShape.RESOURCE_METRICS);
    metrics += check.metrics();
    points += check.points();
    mostAttributes = Math.max(mostAttributes, check.mostAttributes());
  }

  RequestInspection result() {
    return new RequestInspection(
        new RequestSummary(resources, metrics, points, mostAttributes), claims);
  }
}
