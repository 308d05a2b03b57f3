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
