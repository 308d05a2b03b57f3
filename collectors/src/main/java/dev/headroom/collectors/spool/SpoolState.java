package dev.headroom.collectors.spool;

/**
 * What a spool holds.
 *
 * @param bytes on the disk
 * @param maxBytes the limit
 * @param damaged stretches put aside since the start, as no entry could be read there
 * @param refused entries put aside since the start, as nobody would have them
 */
public record SpoolState(long bytes, long maxBytes, long damaged, long refused) {}
