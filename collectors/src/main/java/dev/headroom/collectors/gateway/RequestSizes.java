package dev.headroom.collectors.gateway;

/**
 * How long a client's request may be, in bytes.
 *
 * @param received as it came
 * @param decompressed after decompression, and as protobuf
 */
record RequestSizes(int received, int decompressed) {}
