package dev.headroom.cli.reconcile;

/**
 * Something that is not equal, or cannot be shown to be.
 *
 * @param subject whose: a producer, a tenant, or a day
 * @param range which records, windows or lines of it
 * @param reason what was found, and what was expected
 */
record Finding(Link link, String subject, String range, String reason) {}
