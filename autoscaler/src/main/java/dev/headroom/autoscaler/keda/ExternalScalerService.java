package dev.headroom.autoscaler.keda;

import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.keda.api.ExternalScalerGrpc;
import dev.headroom.autoscaler.keda.api.GetMetricSpecResponse;
import dev.headroom.autoscaler.keda.api.GetMetricsRequest;
import dev.headroom.autoscaler.keda.api.GetMetricsResponse;
import dev.headroom.autoscaler.keda.api.IsActiveResponse;
import dev.headroom.autoscaler.keda.api.MetricSpec;
import dev.headroom.autoscaler.keda.api.MetricValue;
import dev.headroom.autoscaler.keda.api.ScaledObjectRef;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * An external scaler of KEDA. The metric of a workload is the number of replicas that it should
 * have, and the target of one replica is 1, so that the HorizontalPodAutoscaler that KEDA makes
 * comes to that number. Which workload a ScaledObject is of says the metadata of its trigger:
 * {@code tenant} and {@code workload}.
 *
 * <p>A number that is not known is an error (UNAVAILABLE) and never a guess: KEDA then leaves the
 * replicas as they are, or does what the {@code fallback} of the ScaledObject says.
 */
final class ExternalScalerService extends ExternalScalerGrpc.ExternalScalerImplBase {
  private static final String METRIC = "headroom-replicas";
  private static final String TENANT = "tenant";
  private static final String WORKLOAD = "workload";

  private final WantedReplicas wanted;
  private final Set<ServerCallStreamObserver<IsActiveResponse>> streams =
      ConcurrentHashMap.newKeySet();

  ExternalScalerService(WantedReplicas wanted) {
    this.wanted = wanted;
  }

  /** Every workload has a replica at least, so it is always active. */
  @Override
  public void isActive(ScaledObjectRef object, StreamObserver<IsActiveResponse> client) {
    answer(client, () -> active(object));
  }

  private IsActiveResponse active(ScaledObjectRef object) {
    workload(object);
    return IsActiveResponse.newBuilder().setResult(true).build();
  }

  @Override
  public void streamIsActive(ScaledObjectRef object, StreamObserver<IsActiveResponse> client) {
    try {
      client.onNext(active(object));
      ServerCallStreamObserver<IsActiveResponse> open =
          (ServerCallStreamObserver<IsActiveResponse>) client;
      streams.add(open);
      open.setOnCloseHandler(() -> streams.remove(open));
      open.setOnCancelHandler(() -> streams.remove(open));
    } catch (StatusRuntimeException e) {
      client.onError(e);
    }
  }

  /** Ends what would go on for ever. */
  void endStreams() {
    streams.forEach(StreamObserver::onCompleted);
  }

  @Override
  public void getMetricSpec(ScaledObjectRef object, StreamObserver<GetMetricSpecResponse> client) {
    answer(
        client,
        () -> {
          workload(object);
          return GetMetricSpecResponse.newBuilder()
              .addMetricSpecs(
                  MetricSpec.newBuilder()
                      .setMetricName(METRIC)
                      .setTargetSize(1)
                      .setTargetSizeFloat(1))
              .build();
        });
  }

  @Override
  public void getMetrics(GetMetricsRequest request, StreamObserver<GetMetricsResponse> client) {
    answer(
        client,
        () -> {
          int replicas = replicas(workload(request.getScaledObjectRef()));
          return GetMetricsResponse.newBuilder()
              .addMetricValues(
                  MetricValue.newBuilder()
                      .setMetricName(METRIC)
                      .setMetricValue(replicas)
                      .setMetricValueFloat(replicas))
              .build();
        });
  }

  private static <T> void answer(StreamObserver<T> client, Supplier<T> answer) {
    T message;
    try {
      message = answer.get();
    } catch (StatusRuntimeException e) {
      client.onError(e);
      return;
    }
    client.onNext(message);
    client.onCompleted();
  }

  private WorkloadId workload(ScaledObjectRef object) {
    String tenant = object.getScalerMetadataOrDefault(TENANT, "");
    String name = object.getScalerMetadataOrDefault(WORKLOAD, "");
    if (tenant.isEmpty() || name.isEmpty()) {
      throw Status.INVALID_ARGUMENT
          .withDescription(
              "the metadata of ScaledObject %s/%s has no %s, expected tenant and workload"
                  .formatted(
                      object.getNamespace(),
                      object.getName(),
                      tenant.isEmpty() ? TENANT : WORKLOAD))
          .asRuntimeException();
    }
    WorkloadId workload = new WorkloadId(tenant, name);
    if (!wanted.workloads().contains(workload)) {
      String known =
          wanted.workloads().stream().map(WorkloadId::toString).collect(Collectors.joining(", "));
      throw Status.NOT_FOUND
          .withDescription(
              "no workload %s is configured, for which ScaledObject %s/%s asks; there are: %s"
                  .formatted(workload, object.getNamespace(), object.getName(), known))
          .asRuntimeException();
    }
    return workload;
  }

  private int replicas(WorkloadId workload) {
    OptionalInt replicas = wanted.of(workload);
    if (replicas.isEmpty()) {
      throw Status.UNAVAILABLE
          .withDescription("nothing is decided yet for %s from usage of now".formatted(workload))
          .asRuntimeException();
    }
    return replicas.getAsInt();
  }
}
