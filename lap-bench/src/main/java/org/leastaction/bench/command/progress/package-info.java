/**
 * The progress and remarks of a command on standard error.
 *
 * <p>A {@link org.leastaction.bench.command.progress.Terminal} prints remarks and opens a
 * {@link org.leastaction.bench.command.progress.ProgressDisplay}: a bar on a terminal, a line every ten seconds in a
 * file, nothing with {@code --quiet}. The other classes pass the progress of trainings, downloads, analyses and solvers
 * on to such a display.
 *
 * <pre>{@code
 * try (ProgressDisplay progress = terminal.progress("training", epochs)) {
 *     train(done -> progress.reached(done));
 * }
 * }</pre>
 *
 * <p>The remaining time is the elapsed time divided by the completed share, minus the elapsed time.
 */
package org.leastaction.bench.command.progress;
