/**
 * Intervals for estimates of transport: how far they would move with other samples.
 *
 * <p>Every estimator of this module is a function of two point sets. {@link org.leastaction.ot.interval.Subsampling}
 * repeats it on random subsets, and takes their spread, scaled to the size of the samples, for the spread of the estimate.
 *
 * <pre>{@code
 * TransportProblem problem = TransportProblem.squaredEuclidean(x, y);
 * Subsampling subsampling = Subsampling.of(42);
 * Interval w2 = subsampling.interval(problem, p -> NetworkSimplex.defaults().solve(p).cost());
 * Interval bound = subsampling.interval(
 *         problem, p -> GelbrichBound.of(p, Parallelism.sequential()).value());
 * w2.low();      // W₂² of other samples of these sizes has its mean between this
 * w2.high();     // and this
 * }</pre>
 *
 * <p>Reference: D. Politis, J. Romano, M. Wolf, Subsampling, Springer 1999.
 */
package org.leastaction.ot.interval;
