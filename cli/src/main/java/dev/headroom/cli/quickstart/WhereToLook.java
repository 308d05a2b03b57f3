package dev.headroom.cli.quickstart;

import dev.headroom.cli.store.Endpoints;
import java.io.PrintWriter;
import java.nio.file.Path;

/** What a person can do next. */
record WhereToLook(DataLayout layout, Endpoints endpoints) {

  /**
   * While the servers run.
   *
   * @param dashboards address of Grafana, or why there is none
   */
  void printRunning(String dashboards, PrintWriter out) {
    out.println("  Flink UI     " + endpoints.flinkUi());
    out.println("  ClickHouse   " + endpoints.clickHouse().url() + "/play");
    out.println("  OTLP/HTTP    " + endpoints.gateway() + "/v1/metrics");
    out.println("  Kafka        " + endpoints.kafka());
    out.println("  Dashboards   " + dashboards);
    out.flush();
  }

  /** After the run: commands that can be copied. */
  void print(PrintWriter out) {
    boolean elsewhere = !layout.root().equals(Path.of("headroom-data").toAbsolutePath());
    String directory = elsewhere ? " --data-dir " + layout.root() : "";
    out.println();
    out.println("Ask more:");
    out.println("  ./headroom usage --tenant acme --meter requests" + directory);
    out.println("  ./headroom invoice --tenant acme" + directory);
    out.println("  ./headroom decisions --tenant acme" + directory);
    out.println("Go on from here:");
    out.println("  ./headroom quickstart" + directory);
    out.println("Configuration: " + layout.config());
    out.println("Log:           " + layout.log());
    out.flush();
  }
}
