-- Charges in the columns of FOCUS 1.4, the FinOps Open Cost and Usage Specification; docs/explanation/focus.md says why each is what it is.
ALTER TABLE charge_revision
    ADD COLUMN IF NOT EXISTS period_start DateTime('UTC') DEFAULT toDateTime(period, 'UTC')
    COMMENT 'Start of the billing period: midnight in the time zone of the tenant (FOCUS BillingPeriodStart)' AFTER period,
    ADD COLUMN IF NOT EXISTS period_end DateTime('UTC') DEFAULT toDateTime(addMonths(period, 1), 'UTC')
    COMMENT 'End of the billing period, exclusive (FOCUS BillingPeriodEnd)' AFTER period_start;

ALTER TABLE charge_revision
    COMMENT COLUMN kind 'usage, fee, rounding, unpriced; discount, minimum, tax: invoice steps; commitment: what was promised for the time of a subscription; adjusted: taken out of a finalised period; adjustment: put into a later one (FOCUS ChargeClass Correction)';

CREATE OR REPLACE VIEW charges AS
SELECT tenant_id, period, period_start, period_end, book_id, sku_id, kind, meter, charge_start, charge_end,
       pricing_quantity, pricing_unit, billed_cost, currency, description, invoice_id, revision, written_at
FROM charge_revision FINAL;

CREATE TABLE IF NOT EXISTS tenant_revision
(
    tenant_id        String                  COMMENT 'Tenant (FOCUS BillingAccountId)',
    name             String                  COMMENT 'Name for people (FOCUS BillingAccountName)',
    vendor_name      LowCardinality(String)  COMMENT 'Who sells (FOCUS InvoiceIssuerName, ServiceProviderName, HostProviderName)',
    service_name     LowCardinality(String)  COMMENT 'What is sold (FOCUS ServiceName); empty: the price book',
    service_category LowCardinality(String)  COMMENT 'FOCUS ServiceCategory',
    written_at       DateTime64(3, 'UTC')    DEFAULT now64(3) COMMENT 'When ClickHouse took the row; the latest one is valid'
)
ENGINE = ReplacingMergeTree(written_at)
ORDER BY tenant_id
COMMENT 'Names of the tenants file, written whenever the job starts; read it through the view tenants';

CREATE VIEW IF NOT EXISTS tenants AS
SELECT tenant_id, name, vendor_name, service_name, service_category, written_at
FROM tenant_revision FINAL;

-- Usage without a price is no charge, and a charge of nothing is there only to replace another one.
CREATE OR REPLACE VIEW focus_1_4 AS
WITH
    charge AS
    (
        SELECT *, if(kind = 'adjustment', toDateOrZero(concat(extract(invoice_id, '([0-9]{4}-[0-9]{2})(?:-[0-9]+)?$'), '-01')), period) AS line_period
        FROM charges
        WHERE NOT startsWith(sku_id, 'unpriced/')
    ),
    -- What an adjustment adjusts: the line as it was charged in the period that is corrected.
    line AS
    (
        SELECT tenant_id, period, book_id, sku_id, any(r.kind) AS line_kind, any(r.meter) AS line_meter
        FROM charge_revision AS r
        WHERE r.kind IN ('usage', 'fee', 'discount', 'minimum', 'tax')
          AND (tenant_id, period) IN (SELECT tenant_id, period FROM issued_invoice_line)
        GROUP BY tenant_id, period, book_id, sku_id
    ),
    issued AS
    (
        SELECT DISTINCT tenant_id, period, invoice_id FROM issued_invoice_line
        WHERE invoice_id NOT IN (SELECT invoice_id FROM invoice_state_revision FINAL WHERE state != 'final')
    ),
    c.kind IN ('adjusted', 'adjustment') AS adjusts,
    -- A commitment is bought, at once or at its end, and then is a credit to what it was for.
    if(c.kind = 'commitment', if(endsWith(c.sku_id, '/used'), 'discount', 'fee'), if(adjusts, l.line_kind, c.kind)) AS what,
    what IN ('usage', 'fee') AS is_priced,
    concatWithSeparator('/', c.book_id, c.sku_id) AS book_line,
    if(n.vendor_name = '', 'Vendor', n.vendor_name) AS vendor,
    -- From UCUM to the names that FOCUS asks for: 10*3.{request} is 1000 Requests, GiBy.h is GiB-Hours.
    splitByChar('.', replaceRegexpOne(c.pricing_unit, '/s$', '')) AS terms,
    arrayFilter(term -> startsWith(term, '10*'), terms) AS multiples,
    arrayMap(
        term -> transform(
            term,
            ['ns', 'us', 'ms', 's', 'min', 'h', 'd', 'mo', 'By', 'kBy', 'MBy', 'GBy', 'TBy', 'PBy', 'KiBy', 'MiBy', 'GiBy', 'TiBy', 'PiBy', '1'],
            ['Nanosecond', 'Microsecond', 'Millisecond', 'Second', 'Minute', 'Hour', 'Day', 'Month', 'B', 'KB', 'MB', 'GB', 'TB', 'PB', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'Unit'],
            concat(upper(substring(term, 2, 1)), substring(term, 3, length(term) - 3))),
        arrayFilter(term -> NOT startsWith(term, '10*') AND (term != '1' OR length(terms) = 1), terms)) AS nouns,
    concat(
        if(empty(multiples), '', concat('1', repeat('0', arraySum(arrayMap(m -> toUInt8(substring(m, 4)), multiples))), ' ')),
        arrayStringConcat(if(empty(nouns), ['Unit'], nouns), '-'),
        if(match(if(empty(nouns), 'Unit', nouns[-1]), 'B$|s$'), '', 's'),
        if(endsWith(c.pricing_unit, '/s'), '/Second', '')) AS unit
SELECT
    c.billed_cost AS BilledCost,
    c.tenant_id AS BillingAccountId,
    if(n.name = '', c.tenant_id, n.name) AS BillingAccountName,
    c.currency AS BillingCurrency,
    c.period_end AS BillingPeriodEnd,
    c.period_start AS BillingPeriodStart,
    transform(what, ['usage', 'fee', 'discount', 'tax'], ['Usage', 'Purchase', 'Credit', 'Tax'], 'Adjustment') AS ChargeCategory,
    if(c.kind = 'adjustment', 'Correction', NULL) AS ChargeClass,
    concat(
        multiIf(c.kind = 'adjustment', concat('Correction of ', c.invoice_id, ': '), c.kind = 'adjusted', 'Came after the invoice, is on a later one: ', c.kind = 'rounding', 'Rounding of the line: ', ''),
        c.description) AS ChargeDescription,
    multiIf(adjusts OR (c.kind = 'commitment' AND what = 'fee'), 'One-Time', c.kind = 'usage', 'Usage-Based', 'Recurring') AS ChargeFrequency,
    c.charge_end AS ChargePeriodEnd,
    c.charge_start AS ChargePeriodStart,
    if(what = 'usage', c.pricing_quantity, NULL) AS ConsumedQuantity,
    if(what = 'usage', unit, NULL) AS ConsumedUnit,
    c.billed_cost AS ContractedCost,
    c.billed_cost AS EffectiveCost,
    vendor AS HostProviderName,
    if(i.invoice_id = '', NULL, concat(book_line, '/', c.currency, if(c.kind = 'adjustment', concat('/', c.invoice_id), ''))) AS InvoiceDetailId,
    nullIf(i.invoice_id, '') AS InvoiceId,
    vendor AS InvoiceIssuerName,
    c.billed_cost AS ListCost,
    if(is_priced, 'Standard', NULL) AS PricingCategory,
    if(is_priced, c.pricing_quantity, NULL) AS PricingQuantity,
    if(is_priced, unit, NULL) AS PricingUnit,
    if(n.service_category = '', 'Other', n.service_category) AS ServiceCategory,
    if(n.service_name = '', c.book_id, n.service_name) AS ServiceName,
    vendor AS ServiceProviderName,
    if(is_priced OR c.kind = 'rounding', c.sku_id, NULL) AS SkuId,
    if(is_priced OR c.kind = 'rounding', nullIf(if(adjusts, l.line_meter, c.meter), ''), NULL) AS SkuMeter,
    CAST(NULL, 'Nullable(String)') AS SkuPriceDetails,
    if(is_priced, book_line, NULL) AS SkuPriceId,
    c.period AS x_BillingPeriod,
    c.book_id AS x_BookId,
    c.kind AS x_ChargeKind,
    nullIf(c.invoice_id, '') AS x_CorrectedInvoiceId,
    c.sku_id AS x_LineId
FROM charge AS c
LEFT JOIN line AS l ON l.tenant_id = c.tenant_id AND l.period = c.line_period AND l.book_id = c.book_id AND l.sku_id = c.sku_id
LEFT JOIN issued AS i ON i.tenant_id = c.tenant_id AND i.period = c.period
LEFT JOIN tenants AS n ON n.tenant_id = c.tenant_id
WHERE c.billed_cost != 0 OR (is_priced AND c.pricing_quantity != 0);
