/**
 * Statistics of studies over few seeds or a finite test set.
 *
 * <ul>
 *   <li>mean of independent runs: x̄ ± t<sub>0.975, n−1</sub> · s/√n,
 *       {@link org.leastaction.metrics.statistics.StudentT};
 *   <li>a share of n trials: Wilson's interval, {@link org.leastaction.metrics.statistics.Wilson};
 *   <li>anything else: the bootstrap, {@link org.leastaction.metrics.statistics.Bootstrap}, seeded;
 *   <li>y against x over networks: {@link org.leastaction.metrics.statistics.Regression}, slope and r with intervals;
 *   <li>the same within groups:
 *       {@link org.leastaction.metrics.statistics.PartialCorrelation};
 *   <li>two methods on the same seeds: {@link org.leastaction.metrics.statistics.PairedComparison};
 *   <li>many such tests together: {@link org.leastaction.metrics.statistics.Holm}.
 * </ul>
 *
 * <pre>{@code
 * Estimate accuracy = Wilson.interval(1_901, 2_000);
 * Estimate overSeeds = StudentT.mean(accuracies);
 * Estimate median = Bootstrap.defaults().withSeed(1).of(values.length, rows -> medianOf(values, rows));
 * Regression line = Regression.of(costs, accuracies);
 * line.slope().contains(0);                                  // no trend at the 5 % level
 * PairedComparison gain = PairedComparison.bySeed(lap, vanilla);
 * gain.difference();                                         // mean of lap − vanilla, same seeds
 * gain.pValue();
 * }</pre>
 *
 * <p>References: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927);
 * B. Efron, Better bootstrap confidence intervals, JASA 82 (1987); S. Holm, A simple sequentially rejective multiple
 * test procedure, Scandinavian Journal of Statistics 6 (1979).
 */
package org.leastaction.metrics.statistics;
