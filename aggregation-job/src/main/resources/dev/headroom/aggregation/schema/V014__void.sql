-- Invoices that are void, and those by which their periods were finalised again.
ALTER TABLE issued_invoice_line
    ADD COLUMN IF NOT EXISTS reissue UInt32
    COMMENT 'So many invoices of this tenant and period were before this one, all of them void' AFTER period,
    MODIFY ORDER BY (tenant_id, period, book_id, sku_id, currency, corrects, reissue);

ALTER TABLE issued_invoice_line
    COMMENT COLUMN invoice_id 'Invoice: TENANT-YYYY-MM, and TENANT-YYYY-MM-2 and so on if it was finalised again';

CREATE TABLE IF NOT EXISTS invoice_state_revision
(
    invoice_id  String                  COMMENT 'Invoice',
    tenant_id   String                  COMMENT 'Tenant',
    period      Date                    COMMENT 'First day of the billing period, a calendar month',
    state       LowCardinality(String)  COMMENT 'final: it holds; void: it does not hold any more; refused: it never held',
    voided_at   DateTime64(3, 'UTC')    COMMENT 'When it was made void; 1970 if it is not',
    void_reason String                  COMMENT 'Why it was made void; empty if it is not',
    revision    UInt64                  COMMENT 'The highest one is valid',
    written_at  DateTime64(3, 'UTC')    DEFAULT now64(3) COMMENT 'When ClickHouse took the row'
)
ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(period)
ORDER BY (tenant_id, period, invoice_id)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'What became of finalised invoices; read it through the view invoices';

-- An invoice without a state was written before there were any.
CREATE OR REPLACE VIEW invoices
(
    invoice_id   String                           COMMENT 'Invoice',
    tenant_id    String                           COMMENT 'Tenant',
    period       Date                             COMMENT 'First day of the billing period, a calendar month',
    finalised_at DateTime64(3, 'UTC')             COMMENT 'When the invoice was finalised',
    currency     String                           COMMENT 'ISO 4217',
    total        Decimal(38, 9)                   COMMENT 'What is payable, in currency',
    adjustments  Decimal(38, 9)                   COMMENT 'How much of it corrects earlier invoices, in currency',
    lines        UInt64                           COMMENT 'Number of lines',
    state        String                           COMMENT 'final: it holds; void: it does not hold any more',
    voided_at    Nullable(DateTime64(3, 'UTC'))   COMMENT 'When it was made void',
    void_reason  String                           COMMENT 'Why it was made void; empty if it is not',
    replaced_by  String                           COMMENT 'The invoice by which the period was finalised again; empty if it was not'
)
AS
WITH
    told AS (SELECT invoice_id, state, voided_at, void_reason FROM invoice_state_revision FINAL),
    line AS (SELECT * FROM issued_invoice_line FINAL WHERE invoice_id NOT IN (SELECT invoice_id FROM told WHERE state = 'refused')),
    later AS (SELECT DISTINCT tenant_id, period, reissue - 1 AS previous, invoice_id AS replaced_by FROM line WHERE reissue > 0)
SELECT l.invoice_id AS invoice_id, l.tenant_id AS tenant_id, l.period AS period, any(l.finalised_at) AS finalised_at,
       l.currency AS currency, sum(l.amount) AS total, sumIf(l.amount, l.corrects != '') AS adjustments, count() AS lines,
       if(any(s.state) = '', 'final', any(s.state)) AS state, if(state = 'void', any(s.voided_at), NULL) AS voided_at,
       any(s.void_reason) AS void_reason, any(r.replaced_by) AS replaced_by
FROM line AS l
LEFT JOIN told AS s ON s.invoice_id = l.invoice_id
LEFT JOIN later AS r ON r.tenant_id = l.tenant_id AND r.period = l.period AND r.previous = l.reissue
GROUP BY l.invoice_id, l.tenant_id, l.period, l.currency;

-- A correction that came to nothing is there only to replace another row.
CREATE OR REPLACE VIEW invoice_line AS
SELECT tenant_id, period, book_id, sku_id, if(kind = 'adjustment', invoice_id, '') AS corrects,
       concat(if(corrects = '', '', concat('Correction of ', corrects, ': ')), any(c.description)) AS description, sum(c.pricing_quantity) AS pricing_quantity,
       any(c.pricing_unit) AS pricing_unit, sum(c.billed_cost) AS billed_cost, currency
FROM charges AS c
WHERE kind NOT IN ('adjusted', 'adjustment') OR c.billed_cost != 0 OR c.pricing_quantity != 0
GROUP BY tenant_id, period, book_id, sku_id, currency, corrects;

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
