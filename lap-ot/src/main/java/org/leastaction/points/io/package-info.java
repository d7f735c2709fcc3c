/**
 * Points and arrays in files: NumPy's .npy and .npz, and text.
 *
 * <p>A point file holds n points of d numbers, shape [n, d] (a one-dimensional array is n points of d = 1), of any real
 * type, in either memory order and byte order. NaN and infinities are read as they are: the measures reject them.
 * {@link org.leastaction.points.io.Npz} reads and writes named arrays of any rank, such as a network's weights.
 *
 * <pre>{@code
 * Points x = PointFiles.read(Path.of("x.npy"));
 * Npy.write(Path.of("plan.npy"), NpyArray.of(assignment, assignment.length));
 * Map<String, NpyArray> weights = Npz.read(Path.of("weights.npz"));
 * float[] kernel = weights.get("kernel").floats();      // row-major, whatever the file's order
 * }</pre>
 *
 * <p>Formats: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays", versions 1.0 to 3.0; RFC 4180.
 */
package org.leastaction.points.io;
