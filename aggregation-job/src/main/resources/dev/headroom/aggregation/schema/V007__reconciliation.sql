-- Days that are over, sealed by `headroom reconcile`. Never changed or replaced: a day that is sealed twice shows.
CREATE TABLE IF NOT EXISTS reconciliation
(
    kafka_topic   LowCardinality(String)  COMMENT 'Topic of the records',
    day           Date                    COMMENT 'Day (UTC) of the Kafka append time',
    totals        String                  COMMENT 'Canonical text of the day: records and points by producer and tenant',
    previous_hash String                  COMMENT 'Hash of the day before; 64 zeros for the first day',
    hash          String                  COMMENT 'SHA-256 of previous_hash, a line feed and totals; hex',
    sealed_at     DateTime64(3, 'UTC')    DEFAULT now64(3) COMMENT 'When ClickHouse took the row'
)
ENGINE = MergeTree
ORDER BY (kafka_topic, day, sealed_at)
COMMENT 'Hashes of the days of the ledger, chained from day to day';
