/**
 * Sliced transport: distances between the shadows of two point sets on many lines.
 *
 * <p>On a line transport is sorting, so a mean over random lines costs n log n a line where W₂ itself costs n² and more.
 * Sliced W₂ is a distance of its own, √(E W₂²) over directions uniform on the sphere, at most W₂/√d; max-sliced W₂ takes
 * the line on which the shadows differ most. {@link org.leastaction.ot.sliced.SlicedWasserstein} gives both, with the
 * error of having drawn finitely many lines.
 *
 * <pre>{@code
 * TransportProblem problem = TransportProblem.squaredEuclidean(x, y);
 * SlicedEstimate sliced = SlicedWasserstein.of(42).withProjections(500).estimate(problem);
 * sliced.distance();        // sliced W₂
 * sliced.low();             // its 95 % interval
 * sliced.high();
 * sliced.maxDistance();     // the best of several ascents: at least this
 * sliced.direction();       // where the sets differ most
 * }</pre>
 *
 * <p>References: N. Bonneel et al., Sliced and Radon Wasserstein barycenters of measures, JMIV 51 (2015); I. Deshpande et
 * al., Max-sliced Wasserstein distance and its use for GANs, CVPR 2019.
 */
package org.leastaction.ot.sliced;
