package dev.headroom.cli.quickstart;

import dev.headroom.cli.store.Endpoints;
import java.io.PrintWriter;

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

  /** After the run. */
  void print(PrintWriter out) {
    String directory = layout.root().toString();
    out.println();
    out.println("Ask more (add --data-dir " + directory + "):");
    out.println("  ./headroom usage --tenant acme --meter requests");
    out.println("  ./headroom invoice --tenant acme");
    out.println("  ./headroom decisions --tenant acme");
    out.println("Go on from here:");
    out.println("  ./headroom quickstart --data-dir " + directory);
    out.println("Configuration: " + layout.config() + ", log: " + layout.log());
    out.flush();
  }
}
