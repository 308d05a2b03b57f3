package dev.headroom.cli.quickstart;

import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.stream.Autoscaler;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.PublishedPrices;
import dev.headroom.cli.output.HumanDuration;
import dev.headroom.cli.quickstart.dashboards.Grafana;
import dev.headroom.cli.quickstart.fleet.Driver;
import dev.headroom.cli.quickstart.fleet.DriverPosition;
import dev.headroom.cli.quickstart.fleet.Export;
import dev.headroom.cli.quickstart.fleet.Fleet;
import dev.headroom.cli.quickstart.fleet.GatewayClient;
import dev.headroom.cli.quickstart.fleet.Trace;
import dev.headroom.cli.store.Endpoints;
import dev.headroom.cli.store.Store;
import dev.headroom.collectors.gateway.Gateway;
import dev.headroom.embedded.DataDirectory;
import dev.headroom.pricing.Tenant;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run: start, drive, drain, stop, sum up. */
public final class Quickstart {
  /** Kept free at the end of a run of a given length, for draining and the summary. */
  private static final Duration RESERVE = Duration.ofSeconds(20);

  /** Driven at least, even if the start took most of the time (fetching ClickHouse, once). */
  private static final Duration DRIVE_AT_LEAST = Duration.ofSeconds(10);

  private static final Duration DECIDE_WITHIN = Duration.ofMinutes(2);

  private static final Duration FOREVER = Duration.ofDays(365);

  private final QuickstartOptions options;
  private final PrintWriter out;
  private final Progress progress;
  private final long startedNanos = System.nanoTime();
  private final Trace trace = Trace.shipped();
  private final Fleet fleet = Fleet.shipped();
  private final Export exports = new Export(trace, fleet);

  public Quickstart(QuickstartOptions options, PrintWriter out, boolean terminal) {
    this.options = options;
    this.out = out;
    this.progress = new Progress(out, terminal);
  }

  /** The exit code: OK if everything that was sent is stored and every bill adds up. */
  public int run() throws IOException, InterruptedException {
    DataLayout layout = new DataLayout(options.dataDirectory());
    Interruption interruption =
        Interruption.listen(
            () -> progress.say("stopping; once more Ctrl-C stops at once (nothing is lost)"));
    try (DataDirectory lock = DataDirectory.lock(layout.root())) {
      ConfigFiles files = new ConfigFiles(layout.config()).write();
      Setup setup = Setup.read(files, layout);
      progress.say("starting Kafka and ClickHouse in " + lock.path());
      try (Stack stack = Stack.start(layout)) {
        return run(layout, stack, setup, interruption);
      } finally {
        Endpoints.remove(layout.root());
      }
    }
  }

  /** What the configuration says; read before anything is started, since it may be wrong. */
  private record Setup(PriceFiles prices, AutoscalerConfig autoscaler, AccessTokens tokens) {
    static Setup read(ConfigFiles files, DataLayout layout) throws IOException {
      PriceFiles prices = files.prices();
      List<String> tenants = prices.parse().tenants().tenants().stream().map(Tenant::id).toList();
      return new Setup(prices, files.autoscaler(), AccessTokens.of(layout.tokens(), tenants));
    }
  }

  private int run(DataLayout layout, Stack stack, Setup setup, Interruption interruption)
      throws IOException, InterruptedException {
    progress.say("starting the aggregation job, the gateway and the autoscaler");
    RunningJob job = stack.startJob(setup.prices());
    Gateway gateway = stack.startGateway(setup.tokens());
    Autoscaler autoscaler = stack.startAutoscaler(setup.autoscaler());
    Health health = new Health(job, autoscaler);
    URI otlp = URI.create("http://127.0.0.1:" + gateway.httpPort());
    Endpoints endpoints =
        new Endpoints(
            stack.clickHouse(),
            stack.bootstrapServers(),
            otlp.toString(),
            job.restUrl().toString());
    endpoints.write(layout.root());
    Grafana grafana = stack.opened(startGrafana(layout, stack));
    WhereToLook whereToLook = new WhereToLook(layout, endpoints);
    whereToLook.printRunning(grafana.line(), out);

    DriverPosition position = new DriverPosition(layout.driverPosition());
    LiveMeter live = stack.opened(meterThisMachine(otlp, setup.tokens()));
    drive(position, new GatewayClient(otlp, setup.tokens().byTenant()), health, interruption);
    live.close();
    gateway.close();
    progress.say("waiting until everything that was sent is stored, and decided about");
    try (Store store = Store.at(stack.clickHouse())) {
      Drain drain = new Drain(store, gateway.producerId(), gateway.acknowledgedPoints());
      boolean drained = drain.await(health::failure);
      boolean decided = autoscaler.awaitCaughtUp(DECIDE_WITHIN);
      autoscaler.close();
      Set<String> decisions = DecisionTopic.ids(stack.bootstrapServers());
      int stored = drain.awaitDecisions(decisions, health::failure);
      health.check();
      job.stop();

      Summary summary = new Summary(store, out);
      summary.points(gateway.acknowledgedPoints(), drain.points());
      TenantBills bills = TenantBills.read(store, PublishedPrices.of(store, setup.prices()));
      summary.requests(exports.requestsUntil(position.read()), bills);
      summary.decisions(decisions.size(), stored);
      summary.bills(bills);
      summary.lastDecisions();
      for (PoolSettings pool : setup.autoscaler().pools()) {
        PoolEconomy.read(store, setup.autoscaler(), pool).print(bills, out);
      }
      whereToLook.print(out);
      if (!interruption.getAsBoolean()) { // Ctrl-C on a terminal reaches Grafana, too.
        grafana.complaint().ifPresent(progress::say);
      }
      if (!decided) {
        progress.say(
            "the autoscaler did not catch up within %s: the last decisions are missing above"
                .formatted(HumanDuration.of(DECIDE_WITHIN)));
      }
      return drained && decided && summary.sound() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static Grafana startGrafana(DataLayout layout, Stack stack) {
    Optional<Path> home =
        Optional.ofNullable(System.getProperty("headroom.home")) // said by the launcher
            .map(folder -> Path.of(folder, "grafana"))
            .filter(Files::isDirectory);
    return Grafana.start(System.getenv(), home, layout.grafana(), stack.clickHouse());
  }

  private LiveMeter meterThisMachine(URI otlp, AccessTokens tokens) {
    String token = tokens.byTenant().get(LiveMeter.TENANT);
    if (!options.live()) {
      return LiveMeter.none();
    }
    if (token == null) {
      progress.say(
          "tenants.yaml has no tenant '%s': not metering this machine".formatted(LiveMeter.TENANT));
      return LiveMeter.none();
    }
    try {
      LiveMeter live = LiveMeter.start(otlp, token);
      progress.say("metering this machine live, as tenant '%s'".formatted(LiveMeter.TENANT));
      return live;
    } catch (UnsupportedOperationException e) {
      progress.say("not metering this machine: " + e.getMessage());
      return LiveMeter.none();
    }
  }

  private void drive(
      DriverPosition position, GatewayClient gateway, Health health, Interruption interruption)
      throws IOException {
    Pace pace =
        new Pace(
            Trace.STEP.multipliedBy(1000).dividedBy(options.speed().toMillis()),
            driveTime(),
            () -> interruption.getAsBoolean() || health.failure().isPresent());
    int from = position.read();
    int end = options.until().map(trace::stepsUntil).orElse(trace.steps());
    if (from < end) {
      progress.say(
          "driving %d tenants from %s at %s per second"
              .formatted(
                  fleet.tenants().size(), trace.startOf(from), HumanDuration.of(options.speed())));
      progress.driving(from, end);
      try (progress) {
        new Driver(fleet, exports, gateway, position)
            .run(end, pace, (step, points) -> progress.step(trace.endOf(step), points));
      }
    }
    if (position.read() >= end) {
      progress.say("the simulated cluster has been driven to " + trace.startOf(end));
      stayForLiveUsage(pace);
    }
    health.check();
  }

  /** A person who asked for an end of the trace has seen it; another may want to look around. */
  private void stayForLiveUsage(Pace pace) {
    if (options.live() && options.until().isEmpty()) {
      String end = options.runFor().isEmpty() ? "until Ctrl-C" : "until the time is over";
      progress.say("this machine is metered on, and everything can be looked at, " + end);
      pace.awaitEnd();
    }
  }

  private Duration driveTime() {
    if (options.runFor().isEmpty()) {
      return FOREVER;
    }
    Duration passed = Duration.ofNanos(System.nanoTime() - startedNanos);
    Duration left = options.runFor().get().minus(passed).minus(RESERVE);
    return left.compareTo(DRIVE_AT_LEAST) < 0 ? DRIVE_AT_LEAST : left;
  }
}
