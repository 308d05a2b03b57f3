-- What became of the points of every Kafka record. The key is the place in Kafka, so a replay replaces the row.
CREATE TABLE IF NOT EXISTS ledger_row
(
    kafka_topic        LowCardinality(String)  COMMENT 'Topic of the record',
    kafka_partition    Int32                   COMMENT 'Partition of the record' CODEC(ZSTD(1)),
    kafka_offset       Int64                   COMMENT 'Offset of the record' CODEC(Delta, ZSTD(1)),
    appended_at        DateTime64(3, 'UTC')    COMMENT 'Kafka append time' CODEC(Delta, ZSTD(1)),
    tenant_id          String                  COMMENT 'Record key; empty where it has none' CODEC(ZSTD(1)),
    producer_id        LowCardinality(String)  COMMENT 'Header headroom-producer-id, or direct-<partition>',
    sequence           Int64                   COMMENT 'Header headroom-sequence; -1 for a direct producer' CODEC(Delta, ZSTD(1)),
    points_declared    UInt64                  COMMENT 'Points according to the producer (header headroom-points); of one who does not say, points_found' CODEC(T64, ZSTD(1)),
    points_found       UInt64                  COMMENT 'Points in the record; of an unreadable one, points according to the producer' CODEC(T64, ZSTD(1)),
    points_counted     UInt64                  COMMENT 'Points that entered at least one meter' CODEC(T64, ZSTD(1)),
    points_repeated    UInt64                  COMMENT 'Points seen before (same series, same time)' CODEC(T64, ZSTD(1)),
    points_covered     UInt64                  COMMENT 'Points inside time that was already covered: too late to add anything' CODEC(T64, ZSTD(1)),
    points_unmetered   UInt64                  COMMENT 'Points that no meter selects' CODEC(T64, ZSTD(1)),
    points_quarantined UInt64                  COMMENT 'Points in the quarantine table' CODEC(T64, ZSTD(1)),
    written_at         DateTime64(3, 'UTC')    DEFAULT now64(3) COMMENT 'When ClickHouse took the row; the latest one is valid' CODEC(Delta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(written_at)
PARTITION BY toYYYYMM(appended_at)
ORDER BY (kafka_topic, kafka_partition, kafka_offset, appended_at)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Kafka records and what became of their points; read it through the views ledger and ingest';

CREATE VIEW IF NOT EXISTS ledger AS
SELECT kafka_topic, kafka_partition, kafka_offset, appended_at, tenant_id, producer_id, sequence, points_declared,
       points_found, points_counted, points_repeated, points_covered, points_unmetered, points_quarantined, written_at
FROM ledger_row FINAL;

-- The same by producer and day: what was counted before is now added up.
CREATE OR REPLACE VIEW ingest AS
SELECT tenant_id, producer_id, toDate(appended_at) AS day, count() AS records,
       sum(l.points_declared) AS points_declared, sum(l.points_counted) AS points_counted,
       sum(l.points_repeated) AS points_repeated, sum(l.points_covered) AS points_covered,
       sum(l.points_unmetered) AS points_unmetered, sum(l.points_quarantined) AS points_quarantined,
       toUInt64(toUnixTimestamp64Milli(max(l.written_at))) AS revision, max(l.written_at) AS written_at
FROM ledger AS l
GROUP BY tenant_id, producer_id, day;

DROP TABLE IF EXISTS ingest_revision;
