-- Invoices that were finalised, and the charges by which later ones correct them.
ALTER TABLE charge_revision
    ADD COLUMN IF NOT EXISTS invoice_id LowCardinality(String)
    COMMENT 'Of a charge of the kinds adjusted and adjustment: the finalised invoice it corrects' AFTER description;

ALTER TABLE charge_revision
    COMMENT COLUMN kind 'usage, fee, rounding, unpriced; adjusted: taken out of a finalised period; adjustment: put into a later one (FOCUS ChargeClass Correction)';

CREATE OR REPLACE VIEW charges AS
SELECT tenant_id, period, book_id, sku_id, kind, meter, charge_start, charge_end, pricing_quantity, pricing_unit,
       billed_cost, currency, description, invoice_id, revision, written_at
FROM charge_revision FINAL;

CREATE OR REPLACE VIEW invoice_line AS
SELECT tenant_id, period, book_id, sku_id, if(kind = 'adjustment', invoice_id, '') AS corrects,
       concat(if(corrects = '', '', concat('Correction of ', corrects, ': ')), any(c.description)) AS description, sum(c.pricing_quantity) AS pricing_quantity,
       any(c.pricing_unit) AS pricing_unit, sum(c.billed_cost) AS billed_cost, currency
FROM charges AS c
GROUP BY tenant_id, period, book_id, sku_id, currency, corrects;

CREATE TABLE IF NOT EXISTS issued_invoice_line
(
    invoice_id   String                  COMMENT 'Invoice: TENANT-YYYY-MM',
    tenant_id    String                  COMMENT 'Tenant',
    period       Date                    COMMENT 'First day of the billing period, a calendar month',
    finalised_at DateTime64(3, 'UTC')    COMMENT 'When the invoice was finalised',
    book_id      LowCardinality(String)  COMMENT 'Price book',
    sku_id       LowCardinality(String)  COMMENT 'Line of the price book (FOCUS SkuId)',
    corrects     String                  COMMENT 'The earlier invoice that the line corrects; empty for usage of the period itself',
    quantity     Decimal(38, 9)          COMMENT 'FOCUS PricingQuantity, in unit',
    unit         LowCardinality(String)  COMMENT 'FOCUS PricingUnit',
    amount       Decimal(38, 9)          COMMENT 'FOCUS BilledCost, in currency',
    currency     LowCardinality(String)  COMMENT 'FOCUS BillingCurrency, ISO 4217',
    description  String                  COMMENT 'FOCUS ChargeDescription',
    written_at   DateTime64(3, 'UTC')    DEFAULT now64(3) COMMENT 'When ClickHouse took the row'
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(period)
ORDER BY (tenant_id, period, book_id, sku_id, currency, corrects)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Lines of finalised invoices, which never change; read it through the view invoices';

CREATE VIEW IF NOT EXISTS invoices AS
SELECT invoice_id, tenant_id, period, any(finalised_at) AS finalised_at, currency, sum(amount) AS total,
       sumIf(amount, corrects != '') AS adjustments, count() AS lines
FROM issued_invoice_line FINAL
GROUP BY invoice_id, tenant_id, period, currency;
