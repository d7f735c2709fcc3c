/**
 * Pricing: the search for pairs of points that violate the dual constraints f(xᵢ) + g(yⱼ) ≤ c(xᵢ, yⱼ).
 *
 * <p>A transport problem with n points has n² constraints, of which a few per point matter. Given row points and column
 * potentials v, a {@link org.leastaction.ot.pricing.Pricer} finds the columns of least reduced cost c(xᵢ, yⱼ) − vⱼ.
 * This yields candidates for a sparse problem, finds violated pairs that a solution of the sparse problem has left out,
 * and proves that there are none: a certificate is a pricing in which no pair is below its bound. The result covers all
 * pairs, without a matrix. In few dimensions it uses branch and bound on a k-d tree. In many dimensions it uses
 * projections to few dimensions that never overestimate a distance, products in single precision with a proven error
 * bound, and double precision for the pairs that these do not decide.
 *
 * <pre>{@code
 * Pricer pricer = Pricer.of(GroundCost.squaredEuclidean(), x, y);
 * int[] rows = {0, 1, 2};
 * double[] noBounds = new double[x.size()];
 * Arrays.fill(noBounds, Double.POSITIVE_INFINITY);
 * PricedRows nearest = pricer.least(rows, new double[y.size()], noBounds, 8, Parallelism.available());
 * nearest.column(0, 0);                  // the point of y nearest to x₀
 * }</pre>
 *
 * <p>Reference: D. Bertsimas and J. Tsitsiklis, Introduction to Linear Optimization, Athena 1997, section 6.1 (column
 * generation).
 */
package org.leastaction.ot.pricing;
