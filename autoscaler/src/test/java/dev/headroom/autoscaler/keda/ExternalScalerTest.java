package dev.headroom.autoscaler.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.keda.api.ExternalScalerGrpc;
import dev.headroom.autoscaler.keda.api.GetMetricsRequest;
import dev.headroom.autoscaler.keda.api.IsActiveResponse;
import dev.headroom.autoscaler.keda.api.MetricSpec;
import dev.headroom.autoscaler.keda.api.MetricValue;
import dev.headroom.autoscaler.keda.api.ScaledObjectRef;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asked as KEDA asks. */
class ExternalScalerTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final WorkloadId WEB = new WorkloadId("acme", "web");
  private static final WorkloadId NEW = new WorkloadId("acme", "new");

  private final Map<WorkloadId, Integer> replicas = new ConcurrentHashMap<>(Map.of(WEB, 4));
  private ExternalScaler scaler;
  private ManagedChannel channel;
  private ExternalScalerGrpc.ExternalScalerBlockingStub keda;

  @SuppressWarnings("NullAway") // set before every test
  ExternalScalerTest() {}

  private final WantedReplicas wanted =
      new WantedReplicas() {
        @Override
        public SortedSet<WorkloadId> workloads() {
          return new TreeSet<>(List.of(WEB, NEW));
        }

        @Override
        public OptionalInt of(WorkloadId workload) {
          Integer number = replicas.get(workload);
          return number == null ? OptionalInt.empty() : OptionalInt.of(number);
        }
      };

  @BeforeEach
  void listen() throws IOException {
    scaler = ExternalScaler.listen(ANY, wanted);
    channel = NettyChannelBuilder.forAddress("127.0.0.1", scaler.port()).usePlaintext().build();
    keda = ExternalScalerGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    scaler.close();
  }

  private static ScaledObjectRef object(Map<String, String> metadata) {
    return ScaledObjectRef.newBuilder()
        .setNamespace("tenants")
        .setName("acme-web")
        .putAllScalerMetadata(metadata)
        .build();
  }

  private static ScaledObjectRef of(String tenant, String workload) {
    return object(Map.of("tenant", tenant, "workload", workload));
  }

  private List<MetricValue> metrics(ScaledObjectRef object) {
    return keda.getMetrics(
            GetMetricsRequest.newBuilder()
                .setScaledObjectRef(object)
                .setMetricName("headroom-replicas")
                .build())
        .getMetricValuesList();
  }

  @Test
  void aReplicaIsOneOfTheMetricAndTheMetricIsTheReplicas() {
    assertThat(keda.getMetricSpec(of("acme", "web")).getMetricSpecsList())
        .containsExactly(
            MetricSpec.newBuilder()
                .setMetricName("headroom-replicas")
                .setTargetSize(1)
                .setTargetSizeFloat(1)
                .build());
    MetricValue value = MetricValue.newBuilder().setMetricName("headroom-replicas").build();
    assertThat(metrics(of("acme", "web")))
        .containsExactly(value.toBuilder().setMetricValue(4).setMetricValueFloat(4).build());
    replicas.put(WEB, 7);
    assertThat(metrics(of("acme", "web")))
        .containsExactly(value.toBuilder().setMetricValue(7).setMetricValueFloat(7).build());
  }

  @Test
  void aWorkloadIsActive() {
    assertThat(keda.isActive(of("acme", "new")).getResult()).isTrue();
  }

  @Test
  void aStreamSaysSoAtOnceAndEndsWithTheServer() {
    Iterator<IsActiveResponse> stream = keda.streamIsActive(of("acme", "web"));
    assertThat(stream.next().getResult()).isTrue();
    scaler.close();
    assertThat(stream.hasNext()).isFalse();
  }

  @Test
  void aNumberThatIsNotKnownIsNotGuessed() {
    assertThatThrownBy(() -> metrics(of("acme", "new")))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("UNAVAILABLE: nothing is decided yet for acme/new from usage of now");
  }

  @Test
  void aWorkloadThatIsNotConfiguredIsNamed() {
    assertThatThrownBy(() -> metrics(of("acme", "wbe")))
        .hasMessage(
            "NOT_FOUND: no workload acme/wbe is configured, for which ScaledObject tenants/acme-web"
                + " asks; there are: acme/new, acme/web");
    assertThatThrownBy(() -> keda.streamIsActive(of("acme", "wbe")).next())
        .extracting(e -> Status.fromThrowable(e).getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void metadataThatIsMissingIsNamed() {
    assertThatThrownBy(() -> keda.isActive(object(Map.of("workload", "web"))))
        .hasMessage(
            "INVALID_ARGUMENT: the metadata of ScaledObject tenants/acme-web has no tenant,"
                + " expected tenant and workload");
    assertThatThrownBy(() -> keda.getMetricSpec(object(Map.of("tenant", "acme"))))
        .hasMessageContaining("has no workload");
  }

  @Test
  void anAddressThatIsTakenIsNamed() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), scaler.port());
    assertThatThrownBy(() -> ExternalScaler.listen(taken, wanted))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen for KEDA on localhost:" + scaler.port() + ": ");
  }
}
