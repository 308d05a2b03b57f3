-- Decisions about more than replicas and machines.
ALTER TABLE decision_row
    COMMENT COLUMN kind 'scale: replicas; resize: units in place; overbook: machines; warm: placeholders; sell: cores that may be reserved; limit: a budget or quota that was reached';
