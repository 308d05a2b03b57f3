package dev.headroom.collectors.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.collectors.BearerToken;
import dev.headroom.collectors.node.NodeCollectorConfig.Rule;
import dev.headroom.usage.TenantId;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine made of files: which rule takes what, and how it adds up. */
class SamplerTest {
  private static final String PASSWD = "root:x:0:0::/root:/bin/sh\npostgres:x:70:70::/:/bin/sh\n";

  @TempDir Path root;
  private Path proc;
  private Path cgroups;
  private Optional<Path> stateFile = Optional.empty();

  @BeforeEach
  void machine() throws IOException {
    proc = root.resolve("proc");
    cgroups = root.resolve("cgroup");
    write(proc.resolve("sys/kernel/hostname"), "node-1\n");
    write(proc.resolve("self/mountinfo"), "31 23 0:28 / " + cgroups + " rw - cgroup2 cgroup2 rw\n");
    write(cgroups.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void process(int pid, String command, int uid, String cgroup, int ticks)
      throws IOException {
    Path directory = proc.resolve(String.valueOf(pid));
    write(
        directory.resolve("stat"),
        pid + " (x) S 1 1 1 0 -1 4 1 0 0 0 " + ticks + " 0 0 0 20 0 4 0 5000 1 2 3\n");
    write(directory.resolve("cmdline"), "/usr/bin/" + command + "\0-v\0");
    write(directory.resolve("status"), "Uid:\t" + uid + "\t0\nVmRSS:\t100 kB\n");
    write(directory.resolve("cgroup"), "0::" + cgroup + "\n");
  }

  private void group(String path, long cpuMicros, long memory) throws IOException {
    Path directory = cgroups.resolve(path.substring(1));
    write(
        directory.resolve("cpu.stat"),
        "usage_usec " + cpuMicros + "\nthrottled_usec " + cpuMicros / 100 + "\n");
    write(directory.resolve("memory.current"), memory + "\n");
    write(directory.resolve("memory.stat"), "anon 5\ninactive_file 1000\n");
    write(directory.resolve("io.stat"), "8:0 rbytes=10 wbytes=" + cpuMicros + "\n");
  }

  private Sampler sampler(WorkloadMatch... matches) {
    List<Rule> rules =
        Arrays.stream(matches)
            .map(m -> new Rule(new TenantId("acme"), new BearerToken("t"), m))
            .toList();
    return new Sampler(
        new Workloads(rules),
        new Sampler.Machine(proc, root.resolve("sys"), PASSWD),
        Optional.empty(),
        stateFile.map(LedgerFile::new),
        Clock.systemUTC(),
        0,
        new NodeMetrics(OpenTelemetry.noop()));
  }

  private static WorkloadMatch cgroup(String glob) {
    return new WorkloadMatch.Cgroup(new Glob(glob));
  }

  private static WorkloadMatch command(String glob) {
    return new WorkloadMatch.Command(new Glob(glob));
  }

  /** {@code rule metric workload direction} → sum. */
  private static Map<String, Long> figures(Sampler sampler) {
    return sampler.sample().sums().entrySet().stream()
        .collect(Collectors.toMap(e -> text(e.getKey()), e -> e.getValue().value()));
  }

  private static String text(Series series) {
    String workload = series.attributes().get(Workloads.WORKLOAD);
    String direction = series.attributes().get(CgroupReader.DIRECTION);
    return series.rule()
        + " "
        + series.metric().text()
        + " "
        + workload
        + (direction == null ? "" : " " + direction);
  }

  @Test
  void readsControlGroupsAndLeavesTheirProcessesOut() throws IOException {
    group("/a.slice/one.service", 1_000_000, 5_000);
    group("/a.slice/one.service/inner", 900_000, 4_000);
    process(10, "java", 0, "/a.slice/one.service/inner", 100);
    process(11, "java", 0, "/b.slice", 50);
    Sampler sampler = sampler(cgroup("/a.slice/*"), command("java"));
    group("/a.slice/one.service", 1_500_000, 6_000);
    process(10, "java", 0, "/a.slice/one.service/inner", 150);
    process(11, "java", 0, "/b.slice", 70);
    assertThat(figures(sampler))
        .containsOnly(
            Map.entry("0 container.cpu.time /a.slice/one.service", 500_000_000L),
            Map.entry(
                "0 container.cpu.throttling_data.throttled_time /a.slice/one.service", 5_000_000L),
            Map.entry("0 container.memory.working_set /a.slice/one.service", 5_000L),
            Map.entry("0 container.disk.io /a.slice/one.service read", 0L),
            Map.entry("0 container.disk.io /a.slice/one.service write", 500_000L),
            Map.entry("1 process.cpu.time java", 200_000_000L),
            Map.entry("1 process.memory.usage java", 102_400L));
  }

  @Test
  void reportsWhatIsReservedBesideWhatIsUsed() throws IOException {
    group("/a/one", 1_000_000, 2_000);
    group("/a/free", 1_000_000, 2_000);
    Path one = cgroups.resolve("a/one");
    write(one.resolve("cpu.max"), "150000 100000\n");
    write(one.resolve("cpu.weight"), "200\n");
    write(one.resolve("memory.max"), "1048576\n");
    write(one.resolve("memory.high"), "524288\n");
    write(one.resolve("memory.events"), "low 0\noom 3\noom_kill 2\noom_group_kill 1\n");
    Path free = cgroups.resolve("a/free");
    write(free.resolve("cpu.max"), "max 100000\n");
    write(free.resolve("memory.max"), "max\n");
    write(free.resolve("memory.high"), "max\n");
    Sampler sampler = sampler(cgroup("/a/*"));
    write(one.resolve("memory.events"), "low 0\noom 4\noom_kill 3\noom_group_kill 1\n");
    assertThat(figures(sampler))
        .containsEntry("0 container.cpu.limit /a/one", 1_500_000_000L)
        .containsEntry("0 container.cpu.weight /a/one", 200L)
        .containsEntry("0 container.memory.usage.limit /a/one", 1_048_576L)
        .containsEntry("0 container.memory.high /a/one", 524_288L)
        .containsEntry("0 container.memory.oom_kills /a/one", 1L)
        .doesNotContainKeys(
            "0 container.cpu.limit /a/free",
            "0 container.memory.usage.limit /a/free",
            "0 container.memory.high /a/free");
  }

  @Test
  void namesTheDevicesOfAGroup() throws IOException {
    write(proc.resolve("diskstats"), "   8       0 sda 1 0 2 0 1 0 2 0 0 0 0\n");
    group("/a/one", 1_000_000, 2_000);
    write(cgroups.resolve("a/one/io.stat"), "8:0 rbytes=10 wbytes=20\n8:16 rbytes=1 wbytes=2\n");
    assertThat(
            sampler(cgroup("/a/*")).sample().sums().keySet().stream()
                .filter(series -> series.metric() == NodeMetric.CONTAINER_DISK_IO)
                .map(series -> series.attributes().get(AttributeKey.stringKey("system.device"))))
        .containsOnly("sda", "8:16");
  }

  @Test
  void sendsBillionthsOfACpuInCpus() {
    Series series = new Series(0, NodeMetric.CONTAINER_CPU_LIMIT, Attributes.empty());
    Series other = new Series(1, NodeMetric.CONTAINER_CPU_LIMIT, Attributes.empty());
    Sample sample = new Sample(9, Map.of(series, new Sum(1_500_000_000L, 5), other, new Sum(1, 5)));
    MetricData metric = SampleMetrics.of(sample, Set.of(0), Resource.empty()).get(0);
    assertThat(metric.getUnit()).isEqualTo("{cpu}");
    assertThat(metric.getDoubleSumData().isMonotonic()).isFalse();
    assertThat(metric.getDoubleSumData().getPoints())
        .containsExactly(DoublePointData.create(5, 9, Attributes.empty(), 1.5, List.of()));
  }

  @Test
  void countsAGroupThatIsMadeAnewFromZero() throws IOException {
    group("/a/one", 1_000_000, 2_000);
    Sampler sampler = sampler(cgroup("/a/*"));
    group("/a/one", 300_000, 2_000);
    assertThat(figures(sampler)).containsEntry("0 container.cpu.time /a/one", 300_000_000L);
    group("/a/two", 100_000, 2_000);
    assertThat(figures(sampler)).containsEntry("0 container.cpu.time /a/two", 100_000_000L);
  }

  @Test
  void goesOnAfterARestartWithWhatWasUsedMeanwhile() throws IOException {
    stateFile = Optional.of(root.resolve("node.state"));
    write(proc.resolve("sys/kernel/random/boot_id"), "first\n");
    group("/a/one", 1_000_000, 2_000);
    Sampler before = sampler(cgroup("/a/*"));
    group("/a/one", 1_200_000, 2_000);
    long start = start(before);
    group("/a/one", 1_500_000, 2_000);
    group("/a/two", 100_000, 2_000);

    Sampler after = sampler(cgroup("/a/*"));
    assertThat(figures(after))
        .containsEntry("0 container.cpu.time /a/one", 500_000_000L)
        .containsEntry("0 container.cpu.time /a/two", 100_000_000L);
    assertThat(start(after)).isEqualTo(start);

    write(proc.resolve("sys/kernel/random/boot_id"), "second\n");
    group("/a/one", 40_000, 2_000);
    Sampler rebooted = sampler(cgroup("/a/*"));
    assertThat(figures(rebooted)).containsEntry("0 container.cpu.time /a/one", 40_000_000L);
    assertThat(start(rebooted)).isGreaterThan(start);
  }

  /** Since when its oldest sum counts. */
  private static long start(Sampler sampler) {
    return sampler.sample().sums().values().stream().mapToLong(Sum::startNanos).min().orElseThrow();
  }

  @Test
  void startsAnewWithADamagedFile() throws IOException {
    stateFile = Optional.of(root.resolve("node.state"));
    write(proc.resolve("sys/kernel/random/boot_id"), "first\n");
    group("/a/one", 1_000_000, 2_000);
    long start = start(sampler(cgroup("/a/*")));
    Files.writeString(root.resolve("node.state"), "x", StandardOpenOption.APPEND);
    group("/a/one", 1_500_000, 2_000);
    Sampler anew = sampler(cgroup("/a/*"));
    assertThat(figures(anew)).containsEntry("0 container.cpu.time /a/one", 0L);
    assertThat(start(anew)).isGreaterThan(start);
  }

  @Test
  void sendsNothingThatAnOldFileWouldContradict() throws IOException {
    Path state = root.resolve("node.state");
    stateFile = Optional.of(state);
    group("/a/one", 1_000_000, 2_000);
    Sampler sampler = sampler(cgroup("/a/*"));
    // Neither can be replaced by a file, nor is it empty and can be removed.
    Files.delete(state);
    write(state.resolve("in the way"), "");
    assertThat(sampler.sample().sums()).isEmpty();
    Files.delete(state.resolve("in the way"));
    Files.delete(state);
    assertThat(sampler.sample().sums()).isNotEmpty();
  }

  @Test
  void leavesPodsGroupsAndProcessesToRulesForPods() throws IOException {
    group("/kubepods.slice/one", 1_000_000, 2_000);
    group("/a/two", 1_000_000, 2_000);
    process(10, "java", 0, "/kubepods.slice/one", 100);
    WorkloadMatch pods =
        new WorkloadMatch.Pod(new Glob("*"), Map.of(), new WorkloadMatch.TenantFrom.Rule());
    assertThat(figures(sampler(pods, cgroup("/*/*"), command("java"))).keySet())
        .noneMatch(figure -> figure.contains("kubepods") || figure.contains("java"))
        .anyMatch(figure -> figure.contains("/a/two"));
  }

  @Test
  void takesAGroupsProcessesWhereGroupsAccountNothing() throws IOException {
    write(cgroups.resolve("cgroup.controllers"), "\n");
    process(10, "java", 0, "/a/one/inner", 100);
    Sampler sampler = sampler(cgroup("/a/*"));
    process(10, "java", 0, "/a/one/inner", 130);
    assertThat(figures(sampler))
        .containsEntry("0 process.cpu.time /a/one", 300_000_000L)
        .doesNotContainKey("0 container.cpu.time /a/one");
  }

  @Test
  void givesAProcessToTheFirstRuleThatMatches() throws IOException {
    process(10, "postgres", 70, "/", 0);
    process(11, "psql", 70, "/", 0);
    process(12, "bash", 0, "/", 0);
    Sampler sampler = sampler(command("post*"), new WorkloadMatch.User("postgres"));
    process(10, "postgres", 70, "/", 100);
    process(11, "psql", 70, "/", 10);
    process(12, "bash", 0, "/", 10);
    assertThat(figures(sampler))
        .containsEntry("0 process.cpu.time postgres", 1_000_000_000L)
        .containsEntry("1 process.cpu.time postgres", 100_000_000L)
        .hasSize(4);
  }

  @Test
  void readsTheMachine() throws IOException {
    write(proc.resolve("stat"), "cpu  100 0 20 500 2 3 4 5 0 0\ncpu0 1 1\ncpu1 1 1\n");
    write(
        proc.resolve("meminfo"),
        "MemTotal: 1000 kB\nMemFree: 200 kB\nBuffers: 50 kB\nCached: 150 kB\n");
    Sampler sampler = sampler(new WorkloadMatch.Machine());
    assertThat(figuresOf(sampler, NodeMetric.SYSTEM_CPU_LOGICAL_COUNT)).isEqualTo(2);
    assertThat(figuresOf(sampler, NodeMetric.SYSTEM_MEMORY_USAGE)).isEqualTo(600 * 1024);
    write(proc.resolve("stat"), "cpu  150 0 20 600 2 3 4 5 0 0\ncpu0 1 1\n");
    assertThat(figuresOf(sampler, NodeMetric.SYSTEM_CPU_TIME)).isEqualTo(1_500_000_000L);
  }

  private static long figuresOf(Sampler sampler, NodeMetric metric) {
    return sampler.sample().sums().entrySet().stream()
        .filter(e -> e.getKey().metric() == metric)
        .mapToLong(e -> e.getValue().value())
        .sum();
  }
}
