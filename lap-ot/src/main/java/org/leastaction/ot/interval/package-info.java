/**
 * Intervals for estimates of transport: how far they would move with other samples.
 *
 * <p>Every estimator of this module is a function of two point sets. {@link org.leastaction.ot.interval.Subsampling}
 * repeats it on random subsets, and takes their spread, scaled to the size of the samples, for the spread of the estimate.
 *
 * <pre>{@code
 * TransportProblem problem = TransportProblem.squaredEuclidean(x, y);
 * Subsampling subsampling = Subsampling.of(42);
 * Interval w2 = subsampling.interval(problem, Estimators.exact());
 * Interval bound = subsampling.interval(problem, Estimators.gaussian());
 * w2.low();      // W₂² of other samples of these sizes has its mean between this
 * w2.high();     // and this
 *
 * Extrapolation.Result limit = Extrapolation.of(42).extrapolate(problem);
 * limit.limit().value();     // W₂² of the distributions, as far as the samples tell
 * }</pre>
 *
 * <p>W₂² of samples is too large for the distributions behind them, and no interval for the drawing of points shows that.
 * An {@link org.leastaction.ot.interval.Extrapolation} measures how it falls with the number of points and goes on to
 * infinitely many. In many dimensions it falls too slowly for that: then the interval says so by its width.
 *
 * <p>Reference: D. Politis, J. Romano, M. Wolf, Subsampling, Springer 1999. L. Chizat et al., Faster Wasserstein distance
 * estimation with the Sinkhorn divergence, NeurIPS 2020.
 */
package org.leastaction.ot.interval;
