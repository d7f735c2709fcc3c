/**
 * The {@code lap} command.
 *
 * <p>{@link org.leastaction.bench.command.Lap} is the main class; a subcommand is a class that extends
 * {@link org.leastaction.bench.command.LapCommand}, works in {@code answer()}, and is listed in {@code Lap.commands}.
 * It reads its options and inputs (packages {@code options} and {@code input}), reports its progress on standard error
 * ({@code progress}), and returns an answer ({@code output}), which is printed once: as lines of text, or with
 * {@code --json} as one JSON object.
 *
 * <pre>{@code
 * @Command(name = "count", description = "Counts the points of a file.")
 * final class CountCommand extends LapCommand {
 *     @Parameters(paramLabel = "FILE")
 *     private Path file;
 *
 *     CountCommand(Surroundings surroundings) {
 *         super(surroundings);
 *     }
 *
 *     @Override
 *     protected Answer answer() throws IOException {
 *         int n = PointFiles.read(file).size();
 *         return Answer.of(new JsonValues().put("points", n)).line(n + " points");
 *     }
 * }
 * }</pre>
 *
 * <p>Exit codes: 0 success; 1 failure; 2 bad input, which a command reports by
 * {@link org.leastaction.bench.command.process.BadInput} and every reader of files by
 * {@link org.leastaction.io.InputFileException}. In either case one line is written to standard error.
 * Option names follow the POSIX and GNU conventions (IEEE Std 1003.1, chapter 12), parsed by picocli.
 */
package org.leastaction.bench.command;
