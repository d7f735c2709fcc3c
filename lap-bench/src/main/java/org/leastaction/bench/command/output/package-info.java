/**
 * The answers of commands, as lines of text and as JSON.
 *
 * <pre>{@code
 * return new ResultLines()
 *         .count("points", "points", n)
 *         .number("w2", "W2", distance)
 *         .answer();
 * }</pre>
 *
 * <p>Every number has one key in JSON (RFC 8259), by which {@code docs/definitions.md} defines it. A missing number is
 * null, and {@code KEY_reason} gives the reason.
 */
package org.leastaction.bench.command.output;
