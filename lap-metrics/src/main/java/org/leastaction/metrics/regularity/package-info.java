/**
 * Regularity of a map, from points x [n, d] and their images T(x) [n, d'].
 *
 * <p>All pairs of points are compared: the distance r = ‖xᵢ − xⱼ‖ before, the increment t = ‖T(xᵢ) − T(xⱼ)‖ after.
 * <ul>
 *   <li>{@link org.leastaction.metrics.regularity.LipschitzPairs}: max t / r;
 *   <li>{@link org.leastaction.metrics.regularity.ModulusOfContinuity}: ω(δ), the largest t (or a quantile) over the
 *       pairs whose r lies in a bin around δ, bins evenly spaced in ln δ;
 *   <li>{@link org.leastaction.metrics.regularity.HolderFit}: η and M of the smallest bound t ≤ M·r<sup>η</sup> that
 *       holds over stated scales, 0 ≤ η ≤ 1. Smallest means: the least area between the line ln M + η ln δ and the
 *       points ln ω(δ) below it. Proposition 2 of Karkar et al. 2020 proves such a bound for an optimal map outside a
 *       small set; a greater η means a smoother map;
 *   <li>{@link org.leastaction.metrics.regularity.EpsilonFit}: the same with an offset, t ≤ a + M·r<sup>η</sup>, as
 *       in Proposition 3, for maps that are optimal up to ε;
 *   <li>{@link org.leastaction.metrics.regularity.LocalRegularity}: exponents and ratios around each sample, and the
 *       samples at which a map separates neighbours, the set A of Proposition 2;
 *   <li>{@link org.leastaction.metrics.regularity.IntrinsicDimension}: the dimension of the set that the samples fill.
 * </ul>
 *
 * <p>{@link org.leastaction.metrics.regularity.PairIncrements#only} restricts measures to pairs within classes, or
 * across them.
 *
 * <pre>{@code
 * PairIncrements pairs = PairIncrements.between(x, tx, PairSelection.defaults());
 * LipschitzPairs.of(pairs).constant();            // ∞ if two equal points have different images
 * HolderFit fit = HolderFit.of(pairs, HolderOptions.defaults()).orElseThrow();
 * fit.exponent();                                 // η: value, low, high
 * fit.constant();                                 // M
 * fit.scales();                                   // the range of distances of the fit
 * fit.modulus().points();                         // (δ, ω, pairs) for the log–log plot
 * Regularity.of(x, tx, PairSelection.defaults(), HolderOptions.defaults());   // all of the above
 * }</pre>
 *
 * <p>Limits of a sample: every observed increment exists, so the envelope never exceeds the true ω. At small scales
 * fewer pairs probe the steepest place, which tilts the fitted line upwards: exponents are biased towards 1 and
 * Lipschitz constants towards 0, more so with fewer points and in more dimensions, where distances concentrate and the
 * scales that a sample resolves shrink to a factor of two or less. The intervals correct for that bias (see {@link
 * org.leastaction.metrics.regularity.HolderFit}) and are wider for it.
 *
 * <p>The monotonicity of a map, ⟨xᵢ − xⱼ, T(xᵢ) − T(xⱼ)⟩ ≥ 0, belongs to optimal transport and is measured with the gap
 * in {@code lap-ot}.
 *
 * <p>References: S. Karkar, I. Ayed, E. de Bézenac, P. Gallinari, A principle of least action for the training of
 * neural networks, ECML PKDD 2020; D. Politis, J. Romano, M. Wolf, Subsampling, Springer 1999.
 */
package org.leastaction.metrics.regularity;
