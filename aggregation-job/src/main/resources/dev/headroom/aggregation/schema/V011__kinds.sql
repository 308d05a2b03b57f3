-- Price books can have invoice steps now, each a charge of its own.
ALTER TABLE charge_revision
    COMMENT COLUMN kind 'usage, fee, rounding, unpriced; discount, minimum, tax: invoice steps; adjusted: taken out of a finalised period; adjustment: put into a later one (FOCUS ChargeClass Correction)';
