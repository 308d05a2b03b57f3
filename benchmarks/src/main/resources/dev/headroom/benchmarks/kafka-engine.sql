-- The peer of the --kafka-engine benchmark: ClickHouse reads the topic itself. A row of the queue is
-- a whole request, and a materialized view unfolds it, level by level so that nothing is repeated
-- for every point that could be said once. An empty line ends a statement.
CREATE TABLE {database}.points
(
    tenant_id LowCardinality(String),
    metric LowCardinality(String),
    counter Bool,
    series FixedString(16),
    time UInt64 CODEC(DoubleDelta, LZ4),
    value Float64 CODEC(Gorilla, LZ4)
)
ENGINE = MergeTree
ORDER BY (tenant_id, metric, series, time)

CREATE TABLE {database}.queue
(
    resource_metrics Array(Tuple(
        resource Tuple(attributes Array(Tuple(key String, value Tuple(string_value String)))),
        scope_metrics Array(Tuple(
            metrics Array(Tuple(
                name String,
                gauge Tuple(data_points Array(Tuple(
                    time_unix_nano UInt64,
                    as_double Float64,
                    as_int Int64,
                    attributes Array(Tuple(key String, value Tuple(string_value String)))))),
                sum Tuple(data_points Array(Tuple(
                    time_unix_nano UInt64,
                    as_double Float64,
                    as_int Int64,
                    attributes Array(Tuple(key String, value Tuple(string_value String))))))))))))
)
ENGINE = Kafka
SETTINGS
    kafka_broker_list = '{broker}',
    kafka_topic_list = '{topic}',
    kafka_group_name = '{database}',
    kafka_format = 'ProtobufSingle',
    kafka_num_consumers = {consumers},
    kafka_thread_per_consumer = 1,
    kafka_max_block_size = {requests},
    kafka_flush_interval_ms = {flush},
    format_schema_source = 'string',
    format_schema = '{schema}',
    format_schema_message_name = 'Request'

-- An empty request, so that the schema is known: two consumers that meet a new one at once fail.
SELECT CAST([], 'Array(Tuple(scope_metrics Array(Tuple(metrics Array(Tuple(name String))))))') AS resource_metrics
FORMAT ProtobufSingle
SETTINGS
    format_schema_source = 'string',
    format_schema = '{schema}',
    format_schema_message_name = 'Request'

CREATE MATERIALIZED VIEW {database}.unfold TO {database}.points AS
SELECT
    tenant_id,
    metric,
    counter,
    sipHash128(resource, metric, point.attributes) AS series,
    point.time_unix_nano AS time,
    point.as_double + point.as_int AS value
FROM
(
    SELECT
        tenant_id,
        resource,
        metric.name AS metric,
        notEmpty(metric.sum.data_points) AS counter,
        arrayJoin(if(counter, metric.sum.data_points, metric.gauge.data_points)) AS point
    FROM
    (
        SELECT
            tenant_id,
            sipHash128(resource_metrics.resource.attributes) AS resource,
            arrayJoin(arrayFlatten(arrayMap(s -> s.metrics, resource_metrics.scope_metrics))) AS metric
        FROM
        (
            SELECT _key AS tenant_id, arrayJoin(resource_metrics) AS resource_metrics
            FROM {database}.queue
        )
    )
)
