/**
 * Optimal transport between point sets: cost, optimal plan, and a proof of optimality.
 *
 * <p>Four immutable types: a {@linkplain org.leastaction.ot.cost.GroundCost ground cost} is the cost of moving a unit
 * of mass; a {@link org.leastaction.ot.TransportProblem} is a pair of weighted point sets with a ground cost; a
 * {@link org.leastaction.ot.TransportSolver} is a method; a {@link org.leastaction.ot.TransportResult} has the cost,
 * the plan, the dual potentials, and a {@link org.leastaction.ot.Certificate} checked against all pairs.
 *
 * <pre>{@code
 * TransportResult result = Wasserstein.exact(x, y);
 * result.cost();                       // W₂²
 * result.assignment().target(0);       // index of the target of x₀
 * result.certificate().dualBound();    // no plan costs less
 * result.certificate().holds(1e-9);    // true: exact
 *
 * TransportProblem problem = TransportProblem.of(x, y, GroundCost.norm(1, 1));
 * double w1 = AssignmentSolver.defaults().solve(problem).distance();
 * }</pre>
 *
 * <p>Reference: G. Peyré and M. Cuturi, Computational Optimal Transport, Foundations and Trends in Machine Learning 11
 * (2019), chapters 2 and 3.
 */
package org.leastaction.ot;
