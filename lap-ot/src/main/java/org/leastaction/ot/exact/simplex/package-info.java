/**
 * Exact transport between weighted sets of any sizes, by the network simplex method.
 *
 * <p>Transport is a minimum-cost flow from sources to targets. A basis of its linear programme is a spanning tree. The
 * potentials that make the tree's arcs tight give the reduced costs of all others. An arc of negative reduced cost
 * enters the tree and closes a cycle; the first arc of the cycle whose flow reaches 0 leaves. When no reduced cost is
 * negative, tree and potentials prove each other optimal.
 *
 * <p>A tree has n + m − 1 of the n·m arcs, and only a few arcs per point are plausible. The search is restricted to
 * these candidates, and pricing of all pairs by a {@link org.leastaction.ot.pricing.Pricer} adds the missing ones. So
 * no matrix of costs is needed, and 20,000 weighted points take no more memory than their candidates.
 *
 * <pre>{@code
 * TransportProblem problem = TransportProblem.squaredEuclidean(x, y)      // [3, d] and [2, d]
 *         .withWeights(Weights.of(0.5, 0.3, 0.2), Weights.of(1, 2));
 * TransportResult result = NetworkSimplex.defaults().solve(problem);
 * TransportPlan plan = result.plan();
 * for (int e = 0; e < plan.entries(); e++) {
 *     double mass = plan.mass(e);     // from plan.source(e) to plan.target(e)
 * }
 * }</pre>
 *
 * <p>References: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, Prentice Hall 1993, chapter 11; P. Kovács,
 * Minimum-cost flow algorithms: an experimental evaluation, Optimization Methods and Software 30 (2015).
 */
package org.leastaction.ot.exact.simplex;
