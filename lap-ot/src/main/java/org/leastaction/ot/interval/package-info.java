/**
 * Confidence intervals for estimates of transport.
 *
 * <p>Every estimator of this module is a function of two point sets. {@link org.leastaction.ot.interval.Subsampling}
 * repeats it on random subsets and estimates its spread from theirs, scaled to the size of the samples.
 *
 * <pre>{@code
 * TransportProblem problem = TransportProblem.squaredEuclidean(x, y);
 * Subsampling subsampling = Subsampling.of(42);
 * Interval w2 = subsampling.interval(problem, Estimators.exact());
 * Interval bound = subsampling.interval(problem, Estimators.gaussian());
 * w2.low();      // lower end for the mean of W₂² over samples of these sizes
 * w2.high();     // upper end
 *
 * Extrapolation.Result limit = Extrapolation.of(42).extrapolate(problem);
 * limit.limit().value();     // estimate of W₂² of the distributions
 * }</pre>
 *
 * <p>W₂² of samples overestimates W₂² of the underlying distributions, and no interval for the sampling of points shows
 * this bias. An {@link org.leastaction.ot.interval.Extrapolation} measures the decrease of W₂² with the number of
 * points and extrapolates to infinitely many. In many dimensions the decrease is too slow for that, and the interval is
 * then wide.
 *
 * <p>Reference: D. Politis, J. Romano, M. Wolf, Subsampling, Springer 1999. L. Chizat et al., Faster Wasserstein
 * distance estimation with the Sinkhorn divergence, NeurIPS 2020.
 */
package org.leastaction.ot.interval;
