/**
 * The process of a command: its environment and streams, its exit codes, its errors, and how it ends.
 *
 * <p>A command rejects input by throwing {@link org.leastaction.bench.command.process.BadInput}.
 * {@link org.leastaction.bench.command.process.Failures} turns every exception into one line on standard error and an
 * {@link org.leastaction.bench.command.process.ExitCode}.
 *
 * <pre>{@code
 * Path folder = surroundings.variable("LAP_DATA").map(Path::of)
 *         .orElseThrow(() -> new BadInput("set LAP_DATA to the folder of the data sets"));
 * }</pre>
 *
 * <p>Exit codes 0, 1 and 2 follow the GNU coding standards.
 */
package org.leastaction.bench.command.process;
