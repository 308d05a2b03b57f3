-- Days and months are those of the tenant's time zone, so what period a window belongs to is not to be seen from its start.
ALTER TABLE usage_revision
    ADD COLUMN IF NOT EXISTS period Date DEFAULT toStartOfMonth(window_start)
    COMMENT 'First day of the billing period, a calendar month in the time zone of the tenant' AFTER tenant_id;

CREATE OR REPLACE VIEW usage AS
SELECT tenant_id, period, meter, window_start, window_end, dimensions, quantity, quantity_allocated, unit, resource,
       state, revision, written_at
FROM usage_revision FINAL;

ALTER TABLE charge_revision
    COMMENT COLUMN period 'First day of the billing period, a calendar month in the time zone of the tenant';
