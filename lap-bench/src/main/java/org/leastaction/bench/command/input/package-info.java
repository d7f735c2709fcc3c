/**
 * The inputs of commands: point files, labels, weights, models, trainings of studies, and the backends of this
 * installation.
 *
 * <pre>{@code
 * PointSource points = PointSource.read("a.npy", TextHeader.DETECTED);
 * ModelChoice model = ModelChoice.of(Path.of("lap-out", "train"));
 * }</pre>
 *
 * <p>File formats: NumPy's .npy and .npz (numpy.lib.format) and text; {@code docs/guide.md} describes them.
 */
package org.leastaction.bench.command.input;
