package dev.headroom.cli.quickstart.dashboards;

import dev.headroom.cli.store.ClickHouseAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Grafana is told by its environment (docs/reference/configuration.md, "Grafana").
 *
 * @param files the folder {@code grafana} of Headroom
 * @param data where Grafana keeps its own
 * @param plugins where its ClickHouse plugin is
 * @param port on 127.0.0.1
 */
record GrafanaSettings(
    ClickHouseAddress clickHouse, Path files, Path data, Path plugins, int port) {

  Map<String, String> environment() {
    URI url = URI.create(clickHouse.url());
    Map<String, String> told = new LinkedHashMap<>();
    told.put("HEADROOM_CLICKHOUSE_HOST", url.getHost());
    told.put("HEADROOM_CLICKHOUSE_HTTP_PORT", Integer.toString(url.getPort()));
    told.put("HEADROOM_CLICKHOUSE_TLS", Boolean.toString("https".equals(url.getScheme())));
    told.put("HEADROOM_CLICKHOUSE_DATABASE", clickHouse.database());
    told.put("HEADROOM_CLICKHOUSE_USER", clickHouse.user());
    told.put("HEADROOM_CLICKHOUSE_PASSWORD", clickHouse.password());
    told.put("HEADROOM_DASHBOARDS", files.resolve("dashboards").toString());
    told.put("GF_PATHS_PROVISIONING", files.resolve("provisioning").toString());
    told.put("GF_PATHS_DATA", data.toString());
    told.put("GF_PATHS_LOGS", data.resolve("log").toString());
    told.put("GF_PATHS_PLUGINS", plugins.toString());
    told.put("GF_SERVER_HTTP_ADDR", "127.0.0.1");
    told.put("GF_SERVER_HTTP_PORT", Integer.toString(port));
    // Whoever reaches 127.0.0.1 may look without a login; changing needs the administrator's.
    told.put("GF_AUTH_ANONYMOUS_ENABLED", "true");
    told.put("GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer");
    // A trial on a person's machine tells nobody about it.
    told.put("GF_ANALYTICS_REPORTING_ENABLED", "false");
    told.put("GF_ANALYTICS_CHECK_FOR_UPDATES", "false");
    told.put("GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES", "false");
    return told;
  }
}
