/**
 * Sliced transport: distances between the projections of two point sets onto many lines.
 *
 * <p>On a line, transport reduces to sorting, so a mean over random lines takes n log n per line, whereas W₂ itself
 * takes n² or more. Sliced W₂ is a distance in its own right, √(E W₂²) over directions uniform on the sphere, at most
 * W₂/√d; max-sliced W₂ uses the line on which the projections differ most.
 * {@link org.leastaction.ot.sliced.SlicedWasserstein} estimates both, with the sampling error from finitely many lines.
 *
 * <pre>{@code
 * TransportProblem problem = TransportProblem.squaredEuclidean(x, y);
 * SlicedEstimate sliced = SlicedWasserstein.of(42).withProjections(500).estimate(problem);
 * sliced.distance();        // sliced W₂
 * sliced.low();             // its 95 % interval
 * sliced.high();
 * sliced.maxDistance();     // best of several ascents: a lower bound
 * sliced.direction();       // direction in which the sets differ most
 * }</pre>
 *
 * <p>References: N. Bonneel et al., Sliced and Radon Wasserstein barycenters of measures, JMIV 51 (2015); I. Deshpande
 * et al., Max-sliced Wasserstein distance and its use for GANs, CVPR 2019.
 */
package org.leastaction.ot.sliced;
