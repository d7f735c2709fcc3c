/**
 * Exact transport: the choice of a method, and the methods in packages of their own.
 *
 * <p>{@link org.leastaction.ot.exact.Wasserstein} solves a problem in one call. {@link
 * org.leastaction.ot.exact.ExactSolver} has options and chooses among sorting on the line, assignment on a matrix of
 * costs ({@code dense}), assignment among candidate pairs ({@code sparse}), and minimum-cost flow ({@code simplex});
 * {@link org.leastaction.ot.exact.ExactMethod} holds the thresholds. The result names the solver and the reason for the
 * choice.
 *
 * <pre>{@code
 * TransportResult result = ExactSolver.defaults().withTolerance(1e-3).solve(problem);
 * result.choice();          // network simplex (weights or unequal sizes)
 * }</pre>
 */
package org.leastaction.ot.exact;
