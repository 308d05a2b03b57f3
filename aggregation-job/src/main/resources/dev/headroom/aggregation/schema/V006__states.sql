-- The states of a resource in one row: what a tenant reserved, used, pays for and did not get.
ALTER TABLE usage_revision
    ADD COLUMN IF NOT EXISTS resource LowCardinality(String) DEFAULT ''
    COMMENT 'Resource that the meter is a state of, such as cpu; empty if of none' AFTER unit,
    ADD COLUMN IF NOT EXISTS state LowCardinality(String) DEFAULT ''
    COMMENT 'reserved, used or throttled; empty if the meter is of no resource' AFTER resource;

CREATE OR REPLACE VIEW usage AS
SELECT tenant_id, meter, window_start, window_end, dimensions, quantity, quantity_allocated, unit, resource, state,
       revision, written_at
FROM usage_revision FINAL;

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
                 (SELECT tenant_id, meter, charge_start, charge_end FROM charges
                  WHERE kind = 'usage' AND pricing_quantity != 0)) AS billed,
           any(replaceRegexpOne(unit, '^\\{[^}]*\\}\\.', '')) AS unit
    FROM usage
    WHERE resource != ''
    GROUP BY tenant_id, resource, window_start, window_end, dimensions
);
