/**
 * Dense kernels: one number for every pair of points, in tiles, on all cores.
 *
 * <p>n × m squared distances or scalar products rarely fit the cache, and often do not fit the memory. So a
 * {@link org.leastaction.ot.kernel.PairKernel} fills tiles, and {@link org.leastaction.ot.kernel.Tiles} passes every
 * tile to a consumer once. The consumer copies the tiles into a matrix, or keeps only a minimum, a count or a
 * histogram.
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
 * a matrix product; pairs that are so near that this expression cancels are recomputed from their coordinates. The
 * loops are plain Java in the form that HotSpot vectorises: a row of results plus four scalars times four arrays under
 * a single index (cf. Goto and van de Geijn, Anatomy of high-performance matrix multiplication, ACM TOMS 34, 2008, for
 * the blocking).
 *
 * <p>{@link org.leastaction.ot.kernel.Parallelism} sets the number of threads of any computation of this module, and
 * the {@link org.leastaction.ot.kernel.Parallelism.Monitor} that receives its progress and may cancel it.
 *
 * <p>The tiling does not depend on the number of threads, and every number of a tile is summed in a fixed order:
 * results are bit-identical for any number of threads.
 */
package org.leastaction.ot.kernel;
