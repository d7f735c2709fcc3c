/**
 * Transport on the line, solved by sorting.
 *
 * <p>For a cost |x − y|<sup>p</sup> with p ≥ 1 the monotone plan is optimal: the lowest mass goes to the lowest target,
 * for any sizes and weights, so that W<sub>p</sub> is the L<sup>p</sup> distance between quantile functions. {@link
 * org.leastaction.ot.exact.line.SortingSolver} gives plan, potentials and certificate in O(n log n), because such costs
 * are Monge: inequalities between neighbours imply those for all pairs. {@link
 * org.leastaction.ot.exact.line.LineTransport} gives only the cost, in the time of sorting.
 *
 * <pre>{@code
 * TransportProblem problem = TransportProblem.of(x, y, GroundCost.norm(1, 1))
 *         .withWeights(Weights.of(1, 2, 1), Weights.uniform(2));
 * TransportResult result = SortingSolver.defaults().solve(problem);
 * result.distance();                                    // W₁
 *
 * double squared = LineTransport.squared(first, second);   // W₂² of two arrays
 * }</pre>
 *
 * <p>Reference: F. Santambrogio, Optimal Transport for Applied Mathematicians, Birkhäuser 2015, chapter 2.
 */
package org.leastaction.ot.exact.line;
