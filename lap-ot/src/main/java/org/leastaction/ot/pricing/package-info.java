/**
 * Pricing: which pairs of points break the dual constraints f(xᵢ) + g(yⱼ) ≤ c(xᵢ, yⱼ)?
 *
 * <p>A transport problem of n points has n² constraints, of which a few per point matter. A
 * {@link org.leastaction.ot.pricing.Pricer} answers for row points and column potentials v: which columns have the
 * least reduced cost c(xᵢ, yⱼ) − vⱼ? That finds candidates for a sparse problem, finds what a solution of the sparse
 * problem has overlooked, and proves that nothing was: a certificate is a pricing in which no pair is below its bound.
 * The answer is about all pairs, without a matrix: in few dimensions by branch and bound on a k-d tree, in many by
 * images in few dimensions that never overestimate a distance, products in single precision with a proven bound on
 * their error, and what these leave open again in double precision.
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
