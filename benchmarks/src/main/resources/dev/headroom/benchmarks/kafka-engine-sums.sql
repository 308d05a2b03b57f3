-- What each tenant used by each metric: the increase of a counter, from nothing at its first point
-- and at a reset; a gauge times the seconds it held. For points that come once.
SELECT
    tenant_id,
    metric,
    sum(if(counter, if(value >= previous, value - previous, value), previous * held)) AS used
FROM
(
    SELECT
        tenant_id,
        metric,
        counter,
        value,
        lagInFrame(value) OVER series_in_time AS previous,
        if(previous_time = 0, 0, (time - previous_time) / 1e9) AS held,
        lagInFrame(time) OVER series_in_time AS previous_time
    FROM {database}.points
    WINDOW series_in_time AS (
        PARTITION BY tenant_id, metric, series ORDER BY time
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
GROUP BY tenant_id, metric
