/**
 * The geometry of residual networks: shapes of trajectories, separation of the classes by depth, alignment of the
 * blocks.
 *
 * <p>Everything is computed in the span of the samples or of the class means; no d × d matrix is formed.
 *
 * <pre>{@code
 * Trajectories paths = Trajectories.of(List.of(states), parallelism);    // K + 1 states [n, d] of one segment
 * paths.lineShapeScores();                                               // 1 for straight paths
 * double[] fuzziness = …;                                                // ClassScatter.of(…).fuzziness() by depth
 * SeparationLaw.of(fuzziness).map(SeparationLaw::rate);                  // factor per block
 * }</pre>
 *
 * <p>References: K. Gai, S. Zhang, A mathematical principle of deep learning: learn the geodesic curve in the
 * Wasserstein space, 2021; J. Milnor, On the total curvature of knots, Annals of Mathematics 52 (1950); X. Liu, C.
 * Gong, Q. Liu, Flow straight and fast, ICLR 2023; H. He, W. Su, A law of data separation in deep learning, PNAS 120
 * (2023); V. Papyan, X. Y. Han, D. Donoho, Prevalence of neural collapse, PNAS 117 (2020); J. Li, V. Papyan, Residual
 * alignment, NeurIPS 2023; M. Aubry et al., Transformer block coupling, ICLR 2025; O. Roy, M. Vetterli, The effective
 * rank, EUSIPCO 2007; N. Halko, P.-G. Martinsson, J. Tropp, Finding structure with randomness, SIAM Review 53 (2011).
 */
package org.leastaction.metrics.geometry;
