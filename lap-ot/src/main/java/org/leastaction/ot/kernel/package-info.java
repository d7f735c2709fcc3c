/**
 * Dense kernels: one number for every pair of points, in tiles, on all cores.
 *
 * <p>n × m squared distances or scalar products rarely fit the cache and often not the memory, so a
 * {@link org.leastaction.ot.kernel.PairKernel} fills tiles, and {@link org.leastaction.ot.kernel.Tiles} hands every
 * tile to a consumer once. Who needs the matrix copies it; who needs a minimum, a count or a histogram keeps that.
 *
 * <pre>{@code
 * PairKernel distances = SquaredDistances.of(x, y);
 * LongAdder near = new LongAdder();
 * Tiles.forEach(distances, Parallelism.available(), tile -> {
 *     for (double squared : tile.values()) {
 *         if (squared < 0.01) near.increment();
 *     }
 * });
 * }</pre>
 *
 * <p>Squared distances in many dimensions are ‖x‖² + ‖y‖² − 2⟨x, y⟩ around the common mean, so that nearly all work is
 * a matrix product; pairs so near that this difference cancels are computed again from their coordinates. The loops are
 * plain Java written in the one form that HotSpot turns into vector instructions: a row of results plus four scalars
 * times four arrays under a single index (cf. Goto and van de Geijn, Anatomy of high-performance matrix
 * multiplication, ACM TOMS 34, 2008, for the blocking).
 *
 * <p>{@link org.leastaction.ot.kernel.Parallelism} says how any computation of this module runs: on how many threads, and
 * watched by which {@link org.leastaction.ot.kernel.Monitor}, which hears of its progress and may end it.
 *
 * <p>Tiles are cut in the same way whatever the number of threads, and every number of a tile is summed in an order of
 * its own: the number of threads does not change a bit of the results.
 */
package org.leastaction.ot.kernel;
