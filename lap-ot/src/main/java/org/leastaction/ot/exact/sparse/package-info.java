/**
 * Exact transport of more points than a matrix of all costs allows.
 *
 * <p>A solution uses n of the n² pairs of points, and only a few pairs per point are plausible. A {@link
 * org.leastaction.ot.exact.sparse.MatrixFreeSolver} solves the assignment problem among candidates, by augmenting row
 * reduction and then shortest paths from all free rows at once. A {@link org.leastaction.ot.pricing.Pricer} finds the
 * pairs that violate the dual constraints, and the process repeats until there are none: then the solution is optimal
 * among all pairs. The initial potentials come from the same problem with every fourth point.
 *
 * <pre>{@code
 * TransportProblem problem = TransportProblem.squaredEuclidean(x, y);
 * TransportResult exact = MatrixFreeSolver.defaults().solve(problem);
 * exact.certificate().holds(1e-9);      // true, against all pairs
 *
 * TransportResult nearly = MatrixFreeSolver.defaults().withTolerance(1e-3).solve(problem);
 * nearly.certificate().gap();           // at most a thousandth of nearly.cost()
 * }</pre>
 *
 * <p>References: J. E. Hopcroft and R. M. Karp, An n^{5/2} algorithm for maximum matchings in bipartite graphs, SIAM J.
 * Comput. 2 (1973), and H. N. Gabow and R. E. Tarjan, Faster scaling algorithms for network problems, SIAM J. Comput.
 * 18 (1989), for phases of many disjoint paths; Q. Mérigot, A multiscale approach to optimal transport, Computer
 * Graphics Forum 30 (2011), for coarse to fine; B. Schmitzer, A sparse multiscale algorithm for dense optimal
 * transport, J. Math. Imaging Vision 56 (2016), for the proof that the candidates suffice.
 */
package org.leastaction.ot.exact.sparse;
