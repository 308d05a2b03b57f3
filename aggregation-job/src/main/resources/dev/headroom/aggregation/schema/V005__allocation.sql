-- What is allocated of a tenant's usage, and how the usage of shared processes is divided.
ALTER TABLE usage_revision
    ADD COLUMN IF NOT EXISTS quantity_allocated Decimal(38, 9) DEFAULT 0
    COMMENT 'How much of quantity the tenant did not cause, but was allocated of the overhead of shared processes, in unit' AFTER quantity;

CREATE OR REPLACE VIEW usage AS
SELECT tenant_id, meter, window_start, window_end, dimensions, quantity, quantity_allocated, unit, revision, written_at
FROM usage_revision FINAL;

CREATE TABLE IF NOT EXISTS allocation_revision
(
    producer_id     String                  COMMENT 'The shared process: key of its records, and the tenant_id of what it bears itself',
    process         String                  COMMENT 'The resource, 32 hex digits; empty where all of the producer shares',
    meter           LowCardinality(String)  COMMENT 'Name of the meter, see meters.yaml',
    window_start    DateTime('UTC')         COMMENT 'Start of the window, inclusive',
    window_end      DateTime('UTC')         COMMENT 'End of the window, exclusive',
    dimensions      String                  COMMENT 'The dimensions the meter keeps: a JSON object, keys sorted',
    used            Decimal(38, 9)          COMMENT 'What the process says it used, in unit',
    caused          Decimal(38, 9)          COMMENT 'What its tenants caused, in unit: part of the quantity of their usage',
    allocated       Decimal(38, 9)          COMMENT 'What is laid upon its tenants, in unit: part of the quantity_allocated of their usage',
    own             Decimal(38, 9)          COMMENT 'What the producer bears itself, in unit: part of the quantity of its usage',
    over_attributed Decimal(38, 9)          COMMENT 'By how much the tenants caused more than the process says it used, in unit; it is billed to them all the same',
    unit            LowCardinality(String)  COMMENT 'UCUM unit of the quantities',
    revision        UInt64                  COMMENT 'The highest one is valid',
    written_at      DateTime64(3, 'UTC')    DEFAULT now64(3) COMMENT 'When ClickHouse took the row'
)
ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(window_start)
ORDER BY (producer_id, process, meter, window_start, window_end, dimensions)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'How the usage of shared processes is divided: used + over_attributed = caused + allocated + own; read it through the view allocation';

CREATE OR REPLACE VIEW allocation AS
SELECT producer_id, process, meter, window_start, window_end, dimensions, used, caused, allocated, own, over_attributed,
       unit, revision, written_at
FROM allocation_revision FINAL;
