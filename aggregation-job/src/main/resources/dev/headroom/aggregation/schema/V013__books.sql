-- Price books that were published while the job ran.
CREATE TABLE IF NOT EXISTS price_book_version
(
    book_id      LowCardinality(String)  COMMENT 'Price book',
    version      UInt32                  COMMENT 'Counts from 1; the highest one holds',
    published_at DateTime64(3, 'UTC')    COMMENT 'When Kafka took it',
    text         String                  COMMENT 'The book in YAML, as written' CODEC(ZSTD(3)),
    written_at   DateTime64(3, 'UTC')    DEFAULT now64(3) COMMENT 'When ClickHouse took the row'
)
ENGINE = ReplacingMergeTree
ORDER BY (book_id, version)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Every version of a price book that the job accepted from usage.price-books; the one that holds is in the view price_books';

CREATE VIEW IF NOT EXISTS price_books AS
SELECT book_id, max(version) AS last_version, argMax(published_at, version) AS last_published_at, argMax(text, version) AS last_text
FROM price_book_version FINAL
GROUP BY book_id;

-- A line may be over several meters, whose names are joined by +.
ALTER TABLE charge_revision
    COMMENT COLUMN meter 'Meter that was rated, several joined by +; empty for a fee';

CREATE OR REPLACE VIEW resource_states
(
    tenant_id       String                  COMMENT 'Tenant',
    resource        LowCardinality(String)  COMMENT 'Resource, such as cpu',
    window_start    DateTime('UTC')         COMMENT 'Start of the window, inclusive',
    window_end      DateTime('UTC')         COMMENT 'End of the window, exclusive',
    dimensions      String                  COMMENT 'The dimensions the meters keep: a JSON object, keys sorted',
    reserved        Decimal(38, 9)          COMMENT 'Requested or provisioned, in unit',
    used            Decimal(38, 9)          COMMENT 'In use, in unit',
    billed          Decimal(38, 9)          COMMENT 'What the price book charges for: reserved, used or both, in unit',
    throttled       Decimal(38, 9)          COMMENT 'Wanted and not given, in unit: the quantity of an SLA credit',
    reserved_unused Decimal(38, 9)          COMMENT 'Reserved and not used, in unit: what the vendor could sell a second time',
    used_unreserved Decimal(38, 9)          COMMENT 'Used beyond what was reserved, in unit: what the tenant had of the reserve of others',
    billed_unused   Decimal(38, 9)          COMMENT 'Billed and not used, in unit: the benefit of the vendor',
    used_unbilled   Decimal(38, 9)          COMMENT 'Used and not billed, in unit: the benefit of the tenant',
    outcome         String                  COMMENT 'squeezed: something was throttled; vendor-benefits, tenant-benefits: billed and used differ; even: they are the same',
    unit            String                  COMMENT 'Unit of the quantities: the unit of the meters, without what is counted ({cpu}.s is s)'
)
AS
SELECT tenant_id, resource, window_start, window_end, dimensions, reserved, used, billed, throttled,
       greatest(reserved - used, toDecimal128(0, 9)) AS reserved_unused,
       greatest(used - reserved, toDecimal128(0, 9)) AS used_unreserved,
       greatest(billed - used, toDecimal128(0, 9)) AS billed_unused,
       greatest(used - billed, toDecimal128(0, 9)) AS used_unbilled,
       multiIf(throttled > 0, 'squeezed', billed > used, 'vendor-benefits', used > billed, 'tenant-benefits', 'even') AS outcome,
       unit
FROM
(
    SELECT tenant_id, resource, window_start, window_end, dimensions,
           sumIf(quantity, state = 'reserved') AS reserved,
           sumIf(quantity, state = 'used') AS used,
           sumIf(quantity, state = 'throttled') AS throttled,
           sumIf(quantity, state != 'throttled' AND (tenant_id, meter, window_start, window_end) IN
                 (SELECT tenant_id, arrayJoin(splitByChar('+', meter)), charge_start, charge_end FROM charges
                  WHERE kind = 'usage' AND pricing_quantity != 0)) AS billed,
           any(replaceRegexpOne(unit, '^\\{[^}]*\\}\\.', '')) AS unit
    FROM usage
    WHERE resource != ''
    GROUP BY tenant_id, resource, window_start, window_end, dimensions
);
