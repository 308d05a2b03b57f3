package dev.headroom.grafana;

/**
 * One query of a dashboard or an alert rule.
 *
 * @param place where it stands, for messages
 * @param shape how Grafana reads the answer
 * @param sql the query with its macros and variables
 */
record DashboardQuery(String place, Shape shape, String sql) {
  enum Shape {
    TIME_SERIES,
    TABLE,
    VARIABLE,
    ANNOTATION,
    ALERT
  }
}
