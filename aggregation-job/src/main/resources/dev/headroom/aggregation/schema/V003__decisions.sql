-- What the autoscaler decided, and why. One row a decision; the id makes a repetition harmless.
CREATE TABLE IF NOT EXISTS decision_row
(
    decision_id   String                        COMMENT 'Digest of policy, subject and evaluation time',
    time          DateTime64(3, 'UTC')          COMMENT 'Evaluation time, on the clock of the usage',
    tenant_id     String                        COMMENT 'Tenant; empty for a whole pool',
    pool          LowCardinality(String)        COMMENT 'Pool of machines',
    workload      String                        COMMENT 'Workload; empty for a whole pool',
    kind          LowCardinality(String)        COMMENT 'scale or overbook',
    policy        LowCardinality(String)        COMMENT 'Policy that decided',
    rule          LowCardinality(String)        COMMENT 'Rule that fired',
    unit          LowCardinality(String)        COMMENT 'Unit of the capacities',
    from_capacity Decimal(38, 9)                COMMENT 'Capacity before, in unit',
    to_capacity   Decimal(38, 9)                COMMENT 'Capacity asked for, in unit',
    result        LowCardinality(String)        COMMENT 'applied, held, failed or recommended',
    inputs        Map(String, String)           COMMENT 'The figures the policy saw',
    bounds        Array(String)                 COMMENT 'What limited the choice',
    expected      String                        COMMENT 'What it should bring',
    sentence      String                        COMMENT 'The decision in one sentence',
    error         String                        COMMENT 'Why it failed; empty otherwise'
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (pool, time, decision_id)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Decisions of the autoscaler; read it through the view decisions';

CREATE VIEW IF NOT EXISTS decisions AS
SELECT decision_id, time, tenant_id, pool, workload, kind, policy, rule, unit, from_capacity, to_capacity, result,
       inputs, bounds, expected, sentence, error
FROM decision_row FINAL;
