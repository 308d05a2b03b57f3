-- Charges in the columns of FOCUS 1.4, the FinOps Open Cost and Usage Specification; docs/explanation/focus.md says why each is what it is.
ALTER TABLE charge_revision
    ADD COLUMN IF NOT EXISTS period_start DateTime('UTC') DEFAULT toDateTime(period, 'UTC')
    COMMENT 'Start of the billing period: midnight in the time zone of the tenant (FOCUS BillingPeriodStart)' AFTER period,
    ADD COLUMN IF NOT EXISTS period_end DateTime('UTC') DEFAULT toDateTime(addMonths(period, 1), 'UTC')
    COMMENT 'End of the billing period, exclusive (FOCUS BillingPeriodEnd)' AFTER period_start,
    ADD COLUMN IF NOT EXISTS parts Array(Tuple(kind String, tier UInt32, unit_price Decimal(38, 18), quantity Decimal(38, 9), used Decimal(38, 9), cost Decimal(38, 9)))
    COMMENT 'What the charge is made of, by price; the costs add up to billed_cost. Kind units: quantity at the unit price of a tier (0: free by the allowance), of which used were used; tier_fee: the fee of a tier; repriced: earlier units at the price of another tier; limited: above the maximum of the line. Empty if there is no unit price, or one unit at the price that it costs' AFTER description;

ALTER TABLE charge_revision
    COMMENT COLUMN kind 'usage, fee, rounding, unpriced; discount, minimum, tax: invoice steps; commitment: what was promised for the time of a subscription; adjusted: taken out of a finalised period; adjustment: put into a later one (FOCUS ChargeClass Correction)';

CREATE OR REPLACE VIEW charges AS
SELECT tenant_id, period, period_start, period_end, book_id, sku_id, kind, meter, charge_start, charge_end,
       pricing_quantity, pricing_unit, billed_cost, currency, description, parts, invoice_id, revision, written_at
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

-- A row for each price of each charge. Usage without a price is no charge, and a charge of nothing is there only to replace another one.
CREATE OR REPLACE VIEW focus_1_4 AS
WITH
    charge AS
    (
        SELECT * EXCEPT parts,
               arrayJoin(if(empty(parts), [CAST(('', 0, 0, 0, 0, billed_cost), 'Tuple(kind String, tier UInt32, unit_price Decimal(38, 18), quantity Decimal(38, 9), used Decimal(38, 9), cost Decimal(38, 9))')], parts)) AS part,
               part.kind AS part_kind, part.tier AS part_tier, part.unit_price AS part_price, part.quantity AS part_quantity, part.used AS part_used, part.cost AS part_cost,
               if(kind = 'adjustment', toDateOrZero(concat(extract(invoice_id, '([0-9]{4}-[0-9]{2})(?:-[0-9]+)?$'), '-01')), period) AS line_period
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
    if(c.kind = 'commitment', if(endsWith(c.sku_id, '/used'), 'discount', 'fee'), if(adjusts, l.line_kind, c.kind)) AS of_kind,
    -- What is taken out of a finalised period has no unit price, so it is neither used nor bought there.
    multiIf(c.part_kind = 'tier_fee', 'fee', c.part_kind IN ('repriced', 'limited') OR (c.kind = 'adjusted' AND of_kind IN ('usage', 'fee')), 'adjustment', of_kind) AS what,
    what IN ('usage', 'fee') AND NOT adjusts AS is_priced,
    -- One unit, at the price that it costs: of a fee without parts, and of a tier.
    is_priced AND c.part_kind = '' AND what = 'fee' AS is_one,
    if(is_one, CAST(abs(c.part_cost), 'Decimal(38, 18)'), c.part_price) AS price,
    if(is_one, CAST(sign(c.part_cost), 'Decimal(38, 9)'), c.part_quantity) AS quantity,
    if(is_priced, toDecimal256(price, 18) * toDecimal256(quantity, 9), toDecimal256(c.part_cost, 27)) AS list_cost,
    of_kind IN ('usage', 'fee') OR c.kind = 'rounding' AS has_sku,
    concatWithSeparator('/', c.book_id, c.sku_id) AS book_line,
    if(n.vendor_name = '', 'Vendor', n.vendor_name) AS vendor,
    -- From UCUM to the names that FOCUS asks for: 10*3.{request} is 1000 Requests, GiBy.h is GiB-Hours.
    if(c.part_kind = 'tier_fee', '1', c.pricing_unit) AS ucum,
    splitByChar('.', replaceRegexpOne(ucum, '/s$', '')) AS terms,
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
        if(endsWith(ucum, '/s'), '/Second', '')) AS unit
SELECT
    c.part_cost AS BilledCost,
    c.tenant_id AS BillingAccountId,
    if(n.name = '', c.tenant_id, n.name) AS BillingAccountName,
    c.currency AS BillingCurrency,
    c.period_end AS BillingPeriodEnd,
    c.period_start AS BillingPeriodStart,
    transform(what, ['usage', 'fee', 'discount', 'tax'], ['Usage', 'Purchase', 'Credit', 'Tax'], 'Adjustment') AS ChargeCategory,
    if(c.kind = 'adjustment', 'Correction', NULL) AS ChargeClass,
    concat(
        multiIf(
            c.kind = 'adjustment', concat('Correction of ', c.invoice_id, ': '),
            c.kind = 'adjusted', 'Came after the invoice, is on a later one: ',
            c.kind = 'rounding', 'Rounding of the line: ',
            c.part_kind = 'repriced', 'Earlier units at the price of the tier that was reached: ',
            c.part_kind = 'limited', 'Above the maximum of the line: ',
            c.part_kind = 'tier_fee', concat('Fee of tier ', toString(c.part_tier), ': '),
            ''),
        c.description) AS ChargeDescription,
    multiIf(
        adjusts OR (c.kind = 'commitment' AND what = 'fee'), 'One-Time',
        c.kind = 'usage' AND c.part_kind != 'tier_fee', 'Usage-Based',
        'Recurring') AS ChargeFrequency,
    c.charge_end AS ChargePeriodEnd,
    c.charge_start AS ChargePeriodStart,
    if(is_priced AND what = 'usage', c.part_used, NULL) AS ConsumedQuantity,
    if(is_priced AND what = 'usage', unit, NULL) AS ConsumedUnit,
    list_cost AS ContractedCost,
    if(is_priced, price, NULL) AS ContractedUnitPrice,
    c.part_cost AS EffectiveCost,
    vendor AS HostProviderName,
    if(i.invoice_id = '', NULL, concat(book_line, '/', c.currency, if(c.kind = 'adjustment', concat('/', c.invoice_id), ''))) AS InvoiceDetailId,
    nullIf(i.invoice_id, '') AS InvoiceId,
    vendor AS InvoiceIssuerName,
    list_cost AS ListCost,
    if(is_priced, price, NULL) AS ListUnitPrice,
    if(is_priced, 'Standard', NULL) AS PricingCategory,
    if(is_priced, quantity, NULL) AS PricingQuantity,
    if(is_priced, unit, NULL) AS PricingUnit,
    if(n.service_category = '', 'Other', n.service_category) AS ServiceCategory,
    if(n.service_name = '', c.book_id, n.service_name) AS ServiceName,
    vendor AS ServiceProviderName,
    if(has_sku, c.sku_id, NULL) AS SkuId,
    if(has_sku, nullIf(if(adjusts, l.line_meter, c.meter), ''), NULL) AS SkuMeter,
    CAST(NULL, 'Nullable(String)') AS SkuPriceDetails,
    if(
        is_priced,
        concat(
            book_line,
            multiIf(c.part_tier > 1, concat('/tier-', toString(c.part_tier)), c.part_kind = 'units' AND c.part_tier = 0, '/free', ''),
            if(c.part_kind = 'tier_fee', '/fee', '')),
        NULL) AS SkuPriceId,
    c.period AS x_BillingPeriod,
    c.book_id AS x_BookId,
    c.kind AS x_ChargeKind,
    nullIf(c.invoice_id, '') AS x_CorrectedInvoiceId,
    c.sku_id AS x_LineId
FROM charge AS c
LEFT JOIN line AS l ON l.tenant_id = c.tenant_id AND l.period = c.line_period AND l.book_id = c.book_id AND l.sku_id = c.sku_id
LEFT JOIN issued AS i ON i.tenant_id = c.tenant_id AND i.period = c.period
LEFT JOIN tenants AS n ON n.tenant_id = c.tenant_id
WHERE c.part_cost != 0 OR (is_priced AND (quantity != 0 OR c.part_used != 0));
