-- What it costs. The sum of the charges of a tenant's period is the invoice issued now.
CREATE TABLE IF NOT EXISTS charge_revision
(
    tenant_id        String                  COMMENT 'Tenant',
    period           Date                    COMMENT 'First day of the billing period, a calendar month in UTC',
    book_id          LowCardinality(String)  COMMENT 'Price book',
    sku_id           LowCardinality(String)  COMMENT 'Line of the price book (FOCUS SkuId)',
    kind             LowCardinality(String)  COMMENT 'usage, fee, rounding or unpriced',
    meter            LowCardinality(String)  COMMENT 'Meter that was rated; empty for a fee',
    charge_start     DateTime('UTC')         COMMENT 'FOCUS ChargePeriodStart, inclusive',
    charge_end       DateTime('UTC')         COMMENT 'FOCUS ChargePeriodEnd, exclusive',
    pricing_quantity Decimal(38, 9)          COMMENT 'FOCUS PricingQuantity, in pricing_unit',
    pricing_unit     LowCardinality(String)  COMMENT 'FOCUS PricingUnit',
    billed_cost      Decimal(38, 9)          COMMENT 'FOCUS BilledCost, in currency',
    currency         LowCardinality(String)  COMMENT 'FOCUS BillingCurrency, ISO 4217',
    description      String                  COMMENT 'FOCUS ChargeDescription',
    revision         UInt64                  COMMENT 'The highest one is valid',
    written_at       DateTime64(3, 'UTC')    DEFAULT now64(3) COMMENT 'When ClickHouse took the row'
)
ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(period)
ORDER BY (tenant_id, period, book_id, sku_id, kind, meter, charge_start, charge_end)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Charges by tenant, period, line and window; read it through the view charges';

CREATE VIEW IF NOT EXISTS charges AS
SELECT tenant_id, period, book_id, sku_id, kind, meter, charge_start, charge_end, pricing_quantity, pricing_unit,
       billed_cost, currency, description, revision, written_at
FROM charge_revision FINAL;

CREATE VIEW IF NOT EXISTS invoice_line AS
SELECT tenant_id, period, book_id, sku_id, any(description) AS description, sum(pricing_quantity) AS pricing_quantity,
       any(pricing_unit) AS pricing_unit, sum(billed_cost) AS billed_cost, currency
FROM charges
GROUP BY tenant_id, period, book_id, sku_id, currency;
