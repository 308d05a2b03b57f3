-- What was used. Absolute values: a later revision of the same key replaces an earlier one.
CREATE TABLE IF NOT EXISTS usage_revision
(
    tenant_id    String                  COMMENT 'Tenant',
    meter        LowCardinality(String)  COMMENT 'Name of the meter, see meters.yaml',
    window_start DateTime('UTC')         COMMENT 'Start of the window, inclusive',
    window_end   DateTime('UTC')         COMMENT 'End of the window, exclusive',
    dimensions   String                  COMMENT 'The dimensions the meter keeps: a JSON object, keys sorted',
    quantity     Decimal(38, 9)          COMMENT 'Exact quantity, in unit',
    unit         LowCardinality(String)  COMMENT 'UCUM unit of the quantity',
    revision     UInt64                  COMMENT 'The highest one is valid',
    written_at   DateTime64(3, 'UTC')    DEFAULT now64(3) COMMENT 'When ClickHouse took the row'
)
ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(window_start)
ORDER BY (tenant_id, meter, window_start, window_end, dimensions)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Usage by tenant, meter, window and dimensions; read it through the view usage';

CREATE VIEW IF NOT EXISTS usage AS
SELECT tenant_id, meter, window_start, window_end, dimensions, quantity, unit, revision, written_at
FROM usage_revision FINAL;

-- How the points of every producer fared, by day of their arrival in Kafka.
CREATE TABLE IF NOT EXISTS ingest_revision
(
    tenant_id          String              COMMENT 'Tenant',
    producer_id        String              COMMENT 'Header headroom-producer-id, or direct-<partition>',
    day                Date                COMMENT 'Day (UTC) of the Kafka append time',
    records            UInt64              COMMENT 'Kafka records read',
    points_declared    UInt64              COMMENT 'Points according to the producer (header headroom-points)',
    points_counted     UInt64              COMMENT 'Points that entered at least one meter',
    points_repeated    UInt64              COMMENT 'Points seen before (same series, same time)',
    points_covered     UInt64              COMMENT 'Points inside time that was already covered: too late to add anything',
    points_unmetered   UInt64              COMMENT 'Points that no meter selects',
    points_quarantined UInt64              COMMENT 'Points in the quarantine table',
    revision           UInt64              COMMENT 'The highest one is valid',
    written_at         DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When ClickHouse took the row'
)
ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(day)
ORDER BY (tenant_id, producer_id, day)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Points by outcome; read it through the view ingest';

CREATE VIEW IF NOT EXISTS ingest AS
SELECT tenant_id, producer_id, day, records, points_declared, points_counted, points_repeated, points_covered,
       points_unmetered, points_quarantined, revision, written_at
FROM ingest_revision FINAL;

-- What could not be metered. The key is the place in Kafka, so a replay writes the same row.
CREATE TABLE IF NOT EXISTS quarantine_row
(
    kafka_topic     LowCardinality(String)  COMMENT 'Topic of the record',
    kafka_partition Int32                   COMMENT 'Partition of the record',
    kafka_offset    Int64                   COMMENT 'Offset of the record',
    item            UInt32                  COMMENT 'Number of the complaint within the record, from 0',
    appended_at     DateTime64(3, 'UTC')    COMMENT 'Kafka append time',
    tenant_id       String                  COMMENT 'Record key; empty where it has none',
    reason          LowCardinality(String)  COMMENT 'malformed, no-tenant, no-time, far-future, not-a-number, out-of-range, beyond-horizon, too-large, unsupported, bad-decision, …',
    metric          String                  COMMENT 'Metric name, empty where unknown',
    points          UInt32                  COMMENT 'Number of points set aside',
    detail          String                  COMMENT 'What was found and what was expected',
    payload         String                  COMMENT 'The first 4096 bytes of the offending message, base64'
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(appended_at)
ORDER BY (kafka_topic, kafka_partition, kafka_offset, item, reason, appended_at)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Records and points set aside; read it through the view quarantine';

CREATE VIEW IF NOT EXISTS quarantine AS
SELECT kafka_topic, kafka_partition, kafka_offset, item, appended_at, tenant_id, reason, metric, points, detail, payload
FROM quarantine_row FINAL;
