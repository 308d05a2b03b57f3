package dev.headroom.aggregation.config;

import java.io.Serializable;

/**
 * A configuration file as it travels in the job's graph: every subtask parses it again.
 *
 * @param name for messages
 */
public record SourceFile(String name, String text) implements Serializable {}
