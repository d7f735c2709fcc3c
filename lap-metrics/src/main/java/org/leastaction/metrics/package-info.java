/**
 * Metrics of maps and classifiers, each with its uncertainty.
 *
 * <p>Everything here is a pure function of points, images of points, log-probabilities and labels: no model is run and
 * no backend is used. A number that a sample determines only approximately is returned as an {@link
 * org.leastaction.metrics.Estimate}, a value with a 95 % interval.
 *
 * <pre>{@code
 * HolderFit fit = HolderFit.of(PairIncrements.between(x, tx, PairSelection.defaults()), HolderOptions.defaults());
 * Estimate exponent = fit.exponent();      // value, low, high
 *
 * Predictions predictions = Predictions.of(logProbabilities, labels);
 * Estimate accuracy = TopK.accuracy(predictions, 1);
 *
 * Estimate mean = StudentT.mean(new double[] {0.93, 0.95, 0.91});
 * }</pre>
 *
 * <ul>
 *   <li>{@link org.leastaction.metrics.regularity}: modulus of continuity, Hölder and Lipschitz constants;
 *   <li>{@link org.leastaction.metrics.geometry}: shapes of paths, separation of classes by depth, residual alignment;
 *   <li>{@link org.leastaction.metrics.accuracy}: accuracy, likelihood, calibration, margins;
 *   <li>{@link org.leastaction.metrics.statistics}: intervals, regression, paired comparison.
 * </ul>
 */
package org.leastaction.metrics;
