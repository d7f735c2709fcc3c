/**
 * Wasserstein barycentres of weighted point sets: the distribution ν of least Σₖ λₖ W₂²(μₖ, ν).
 *
 * <p>{@link org.leastaction.ot.barycentre.FreeSupport} moves a given number of points, with exact transport inside, and
 * states a lower bound of the least value; barycentres on fixed points with an entropic penalty are in the entropic
 * package: {@link org.leastaction.ot.entropic.EntropicBarycentre}.
 *
 * <pre>{@code
 * Barycentre middle = FreeSupport.defaults().solve(
 *         List.of(WeightedPoints.uniform(x), WeightedPoints.uniform(y)), Weights.uniform(2), start);
 * middle.points();                                // [k, d]
 * middle.objective();  middle.lowerBound();       // the least value lies between them
 * }</pre>
 *
 * <p>References: M. Agueh and G. Carlier, Barycenters in the Wasserstein space, SIAM Journal on Mathematical Analysis 43
 * (2011); M. Cuturi and A. Doucet, Fast computation of Wasserstein barycenters, ICML 2014; P. Álvarez-Esteban et al., A
 * fixed-point approach to barycenters in Wasserstein space, Journal of Mathematical Analysis and Applications 441 (2016).
 */
package org.leastaction.ot.barycentre;
