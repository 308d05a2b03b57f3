package dev.headroom.collectors.spool;

/**
 * What a spool holds.
 *
 * @param bytes on the disk
 * @param maxBytes the limit
 * @param failing whether the disk did not take what was appended last
 * @param damaged stretches put aside since the start, as no entry could be read there
 * @param refused entries put aside since the start, as nobody would have them
 */
public record SpoolState(long bytes, long maxBytes, boolean failing, long damaged, long refused) {}
