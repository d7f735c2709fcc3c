/**
 * Transport between masses that need not be equal: some is destroyed, created or left where it is.
 *
 * <p>{@link org.leastaction.ot.unbalanced.PartialTransport} solves two linear problems exactly, by adding one point to
 * each side: moving a given mass at least cost, and moving only the mass that is cheaper to move than to destroy and
 * create (total variation). Marginals that are kept up to a Kullback–Leibler penalty are in the entropic package:
 * {@link org.leastaction.ot.entropic.UnbalancedSinkhorn}.
 *
 * <pre>{@code
 * UnbalancedProblem problem = UnbalancedProblem.of(x, y, new double[] {1, 2}, new double[] {2, 0.5},
 *         GroundCost.squaredEuclidean());
 * UnbalancedResult half = PartialTransport.ofMass(problem, 0.5 * problem.totalA(), Parallelism.available());
 * UnbalancedResult priced = PartialTransport.atPrice(problem, 0.1, Parallelism.available());
 * priced.moved();                       // the mass that moves
 * priced.cost() - priced.lowerBound();  // 0 up to rounding: exact
 * }</pre>
 *
 * <p>References: L. Caffarelli and R. McCann, Free boundaries in optimal transport and Monge–Ampère obstacle problems,
 * Annals of Mathematics 171 (2010); L. Chizat et al., Scaling algorithms for unbalanced optimal transport problems,
 * Mathematics of Computation 87 (2018).
 */
package org.leastaction.ot.unbalanced;
