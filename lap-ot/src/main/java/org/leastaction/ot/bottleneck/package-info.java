/**
 * The bottleneck distance W<sub>∞</sub>: the least ε such that some plan moves no mass farther than ε.
 *
 * <p>{@link org.leastaction.ot.bottleneck.Bottleneck} finds an optimal plan and a proof in the sense of Hall's theorem: a
 * set of sources whose mass exceeds that of all targets within a smaller cost of them.
 *
 * <pre>{@code
 * BottleneckResult result = Bottleneck.solve(TransportProblem.squaredEuclidean(x, y), Parallelism.available());
 * result.distance();   // W∞
 * result.isProven();   // checks plan and witness against all pairs
 * }</pre>
 *
 * <p>Reference: R. Burkard, M. Dell'Amico and S. Martello, Assignment Problems, SIAM 2009, chapter 6.
 */
package org.leastaction.ot.bottleneck;
