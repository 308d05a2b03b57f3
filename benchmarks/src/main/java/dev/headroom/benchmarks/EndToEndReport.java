package dev.headroom.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What the end-to-end benchmark prints. */
final class EndToEndReport {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLION = 1e6;
  private static final String RATE = "%,11.0f";
  private static final String RATIO = "%11.3f";
  private static final String SECONDS = "%11.2f";

  private final Workload workload;
  private final Duration checkpoint;
  private final PrintStream out;

  EndToEndReport(Workload workload, Duration checkpoint, PrintStream out) {
    this.workload = workload;
    this.checkpoint = checkpoint;
    this.out = out;
  }

  void head(List<Request> requests) {
    long bytes = requests.stream().mapToLong(request -> request.bytes().length).sum();
    Machine.current().print(out);
    line(
        "workload   %,d points: %d tenants × %d containers × %d series (half counters, half"
            + " gauges), once a minute for %d min of event time",
        workload.points(),
        workload.tenants(),
        workload.containers(),
        workload.seriesPerContainer(),
        workload.eventTime().toMinutes());
    line(
        "           %,d requests of %d points, %,.1f MB of protobuf, %d bytes a point",
        requests.size(), requests.get(0).points(), bytes / MILLION, bytes / workload.points());
    line("");
    line("a  decode and sum: generated protobuf classes, doubles, one thread, bytes in memory");
    line("b  metering alone: check, cut, ResourceUsage.apply, drain; one thread, bytes in memory");
    line(
        "c  end to end: the same bytes in a Kafka topic of %d partitions (lz4) → aggregation job"
            + " (MiniCluster,",
        Servers.PARTITIONS);
    line(
        "   parallelism %d, state on the heap, checkpoint %d ms, flush %d ms) → ClickHouse. From"
            + " 'job runs' until",
        JobRun.PARALLELISM, checkpoint.toMillis(), JobRun.FLUSH.toMillis());
    line("   ClickHouse's audit counts every point and all sums are there. Kafka's broker runs in");
    line("   this process, ClickHouse beside it: all on the same cores. Start-up not included.");
    line("");
    line("points/s  a before   b metering       c e2e    a after   c start-up s");
  }

  void round(String name, Round round) {
    long points = workload.points();
    line(
        "%-8s%,10.0f %,12.0f %,11.0f %,10.0f %14.2f",
        name,
        round.before().perSecond(points),
        round.metering().perSecond(points),
        round.job().counting().perSecond(points),
        round.after().perSecond(points),
        round.job().startUp().seconds());
  }

  void summary(List<Round> rounds) {
    long points = workload.points();
    Samples reference =
        new Samples(
            rounds.stream()
                .flatMap(round -> Stream.of(round.before(), round.after()))
                .map(timing -> timing.perSecond(points))
                .toList());
    Samples metering = samples(rounds, round -> round.metering().perSecond(points));
    Samples job = samples(rounds, round -> round.job().counting().perSecond(points));
    line("");
    line("                               median           min … max");
    line("a points/s            %s", reference.text(RATE));
    line("b points/s            %s", metering.text(RATE));
    line("c points/s            %s", job.text(RATE));
    line("c start-up, s         %s", text(rounds, r -> r.job().startUp().seconds(), SECONDS));
    line("");
    line("ratio b / a           %s", text(rounds, r -> ratio(r, r.metering()), RATIO));
    line("ratio c / a           %s", text(rounds, r -> ratio(r, r.job().counting()), RATIO));
    line("ratio c a core / a    %s", text(rounds, this::perCore, RATIO));
    line("noise, a after / before%s", text(rounds, this::noise, RATIO).substring(1));
    line("");
    line("CPU seconds per million points");
    line("a this process        %s", text(rounds, r -> cpu(r.before()), SECONDS));
    line("b this process        %s", text(rounds, r -> cpu(r.metering()), SECONDS));
    line("c this process        %s", text(rounds, r -> cpu(r.job().counting()), SECONDS));
    line("c ClickHouse          %s", text(rounds, this::clickHouseCpu, SECONDS));
    line("c together            %s", text(rounds, this::together, SECONDS));
    line("");
    line(
        "In every round all %d sums (tenant, meter) of a, b and c agreed to the last digit.",
        rounds.get(0).sums());
  }

  private double ratio(Round round, Timing timing) {
    return timing.perSecond(workload.points()) / round.reference(workload.points());
  }

  /** Of the cores that were at work on the average. */
  private double perCore(Round round) {
    double cores = together(round) * workload.points() / MILLION / round.job().counting().seconds();
    return ratio(round, round.job().counting()) / cores;
  }

  private double together(Round round) {
    return cpu(round.job().counting()) + clickHouseCpu(round);
  }

  private double noise(Round round) {
    return (double) round.before().nanos() / round.after().nanos();
  }

  private double cpu(Timing timing) {
    return timing.cpuNanos() / NANOS_PER_SECOND * MILLION / workload.points();
  }

  private double clickHouseCpu(Round round) {
    return round.job().clickHouseCpu().toNanos() / NANOS_PER_SECOND * MILLION / workload.points();
  }

  private static String text(List<Round> rounds, ToDoubleFunction<Round> value, String format) {
    return samples(rounds, value).text(format);
  }

  private static Samples samples(List<Round> rounds, ToDoubleFunction<Round> value) {
    return new Samples(rounds.stream().map(value::applyAsDouble).toList());
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
