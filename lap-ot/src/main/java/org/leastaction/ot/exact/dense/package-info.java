/**
 * Exact transport between sets of equal size with uniform weights: the linear assignment problem.
 *
 * <p>The method is that of Jonker and Volgenant on the dense cost matrix: column reduction, augmenting row reduction,
 * then a shortest alternating path in reduced costs for every row that is still free. If many rows stay free,
 * potentials come from the same problem with half of the points. The method uses double precision throughout and no ε,
 * and its result is exact up to rounding, which the certificate proves against all pairs. A network's own pairing x →
 * T(x) is nearly optimal, so it can serve as a warm start: if it is optimal, shortest-path sweeps alone find the
 * potentials that prove it.
 *
 * <pre>{@code
 * TransportProblem problem = TransportProblem.squaredEuclidean(x, y);
 * TransportResult cold = AssignmentSolver.defaults().solve(problem);
 * TransportResult warm = AssignmentSolver.defaults()
 *         .startingFrom(WarmStart.pairing(Assignment.identity(x.size())))
 *         .solve(problem);
 * warm.certificate().holds(1e-9);   // true
 * }</pre>
 *
 * <p>Time O(n³) at worst, near n² for most clouds in ten dimensions or more. Memory n² doubles, 200 MB for n = 5,000,
 * and a third more if the half problem is needed.
 *
 * <p>Reference: R. Jonker and A. Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment
 * problems, Computing 38 (1987), 325–340.
 */
package org.leastaction.ot.exact.dense;
