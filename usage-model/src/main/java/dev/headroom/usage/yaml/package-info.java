/**
 * Strict YAML into records: every problem of a file at once, each with file, line and column.
 *
 * <p>A scalar is what JSON would make of it: {@code true}, {@code false}, {@code null} and JSON
 * numbers when they are not quoted; anything else is text ({@code yes}, {@code 0x1F}, {@code 1:30}
 * and {@code 2026-01-01} are text). Numbers are exact decimals and never pass through binary
 * floating point. Tags and merge keys are refused, aliases are allowed up to a limit.
 */
@NullMarked
package dev.headroom.usage.yaml;

import org.jspecify.annotations.NullMarked;
