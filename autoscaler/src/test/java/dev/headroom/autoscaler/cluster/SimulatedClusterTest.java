package dev.headroom.autoscaler.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.config.ResilienceSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.testing.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster that keeps its state in a file. */
class SimulatedClusterTest {
  @TempDir private Path folder = Path.of("");

  private AutoscalerConfig config(int failEvery) {
    AutoscalerConfig base = Configs.inFolder(folder);
    return Configs.of(base.kafka(), Mode.ACT, folder, failEvery, ResilienceSettings.DEFAULT);
  }

  @Test
  void startsWithTheLeastAndMachinesForIt() throws Exception {
    assertThat(SimulatedCluster.open(config(0)).state())
        .isEqualTo(
            ClusterState.of(
                Map.of(Configs.ACME, 1, Configs.BOREALIS, 1),
                Map.of(Configs.POOL, 1),
                Map.of(),
                Map.of()));
  }

  @Test
  void keepsItsStateOverAnEnd() throws Exception {
    SimulatedCluster cluster = SimulatedCluster.open(config(0));
    cluster.scale(Configs.ACME, 1, 7);
    cluster.resize(Configs.POOL, 1, 3);
    assertThat(SimulatedCluster.open(config(0)).state())
        .isEqualTo(cluster.state())
        .isEqualTo(
            ClusterState.of(
                Map.of(Configs.ACME, 7, Configs.BOREALIS, 1),
                Map.of(Configs.POOL, 3),
                Map.of(),
                Map.of()));
  }

  @Test
  void failsAsItWasTold() throws Exception {
    SimulatedCluster cluster = SimulatedCluster.open(config(2));
    cluster.scale(Configs.ACME, 1, 2);
    assertThatThrownBy(() -> cluster.scale(Configs.ACME, 2, 3))
        .isInstanceOf(ClusterException.Transient.class);
    assertThat(cluster.state().replicas()).containsEntry(Configs.ACME, 2);
    cluster.scale(Configs.ACME, 2, 3);
    assertThat(cluster.state().replicas()).containsEntry(Configs.ACME, 3);
  }

  @Test
  void refusesWhatItDoesNotHave() throws Exception {
    SimulatedCluster cluster = SimulatedCluster.open(config(0));
    assertThatThrownBy(() -> cluster.scale(new WorkloadId("acme", "other"), 1, 2))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("acme/other");
    assertThatThrownBy(() -> cluster.resize("other", 1, 2)).hasMessageContaining("other");
    assertThatThrownBy(() -> cluster.resize(Configs.POOL, 1, -1)).hasMessageContaining("-1");
  }

  @Test
  void whatSomebodyElseChangedIsNotOverwritten() throws Exception {
    SimulatedCluster cluster = SimulatedCluster.open(config(0));
    cluster.scale(Configs.ACME, 1, 4);
    cluster.scale(Configs.ACME, 2, 4);
    assertThatThrownBy(() -> cluster.scale(Configs.ACME, 1, 2))
        .isInstanceOf(ClusterException.Conflict.class)
        .hasMessage("somebody else changed it: it has 4, where 1 were seen");
    assertThat(cluster.state().replicas()).containsEntry(Configs.ACME, 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"machines\": {\"shared\": \"many\"}}",
        "{\"replicas\": {\"acme/acme-db\": 1.5}}",
        "{\"replicas\": {\"acme/acme-db\": -1}}"
      })
  void aDamagedFileIsNamed(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("cluster.json"), text);
    assertThatThrownBy(() -> SimulatedCluster.open(config(0)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is damaged: ");
  }

  @Test
  void aStateThatCannotBeWrittenIsNotTaken() throws Exception {
    SimulatedCluster cluster = SimulatedCluster.open(config(0));
    Path inTheWay = folder.resolve("cluster.json");
    Files.createDirectories(inTheWay.resolve("occupied"));
    assertThatThrownBy(() -> cluster.scale(Configs.ACME, 1, 3))
        .isInstanceOf(ClusterException.Transient.class)
        .hasMessageContaining(inTheWay.toString());
    assertThat(cluster.state().replicas()).containsEntry(Configs.ACME, 1);
  }
}
