/**
 * How regular a map is, from points x [n, d] and their images T(x) [n, d'] alone.
 *
 * <p>All pairs of points are compared: the distance r = ‖xᵢ − xⱼ‖ before, the increment t = ‖T(xᵢ) − T(xⱼ)‖ after.
 * <ul>
 *   <li>{@link org.leastaction.metrics.regularity.LipschitzPairs}: max t / r;
 *   <li>{@link org.leastaction.metrics.regularity.ModulusOfContinuity}: ω(δ), the largest t (or a quantile) over the
 *       pairs whose r lies in a bin around δ, bins evenly spaced in ln δ;
 *   <li>{@link org.leastaction.metrics.regularity.HolderFit}: η and M of the smallest bound t ≤ M·r<sup>η</sup> that
 *       holds over stated scales, 0 ≤ η ≤ 1. Smallest means: the least area between the line ln M + η ln δ and the
 *       points ln ω(δ) below it. Proposition 2 of Karkar et al. 2020 promises such a bound for an optimal map, away
 *       from a small set; the higher η, the smoother;
 *   <li>{@link org.leastaction.metrics.regularity.EpsilonFit}: the same with an offset, t ≤ a + M·r<sup>η</sup>, as
 *       Proposition 3 has it for maps that are optimal up to ε;
 *   <li>{@link org.leastaction.metrics.regularity.LocalRegularity}: exponents and ratios around each sample, and which
 *       samples a map tears from their neighbours, the set A of Proposition 2;
 *   <li>{@link org.leastaction.metrics.regularity.IntrinsicDimension}: how many dimensions the samples fill.
 * </ul>
 *
 * <p>{@link org.leastaction.metrics.regularity.PairIncrements#only} looks at the pairs within classes, or across them.
 *
 * <pre>{@code
 * PairIncrements pairs = PairIncrements.between(x, tx, PairSelection.defaults());
 * LipschitzPairs.of(pairs).constant();            // ∞ if one point has two images
 * HolderFit fit = HolderFit.of(pairs, HolderOptions.defaults()).orElseThrow();
 * fit.exponent();                                 // η: value, low, high
 * fit.constant();                                 // M
 * fit.scales();                                   // the distances that the fit speaks of, from and to
 * fit.modulus().points();                         // (δ, ω, pairs) for the log–log plot
 * Regularity.of(x, tx, PairSelection.defaults(), HolderOptions.defaults());   // all of it at once
 * }</pre>
 *
 * <p>What a sample can tell: an increment that was seen is there, so every envelope lies below the true ω and never
 * above. At small scales fewer pairs look for the steepest place, which tilts the fitted line upwards: exponents are
 * biased towards 1 and Lipschitz constants towards 0, more so with fewer points and in more dimensions, where distances
 * concentrate and the scales that a sample resolves shrink to a factor of two or less. The intervals try to reach the
 * truth against that bias (see {@link org.leastaction.metrics.regularity.HolderFit}), at a cost in width.
 *
 * <p>The monotonicity of a map, ⟨xᵢ − xⱼ, T(xᵢ) − T(xⱼ)⟩ ≥ 0, belongs to optimal transport and is measured with the gap
 * in {@code lap-ot}.
 *
 * <p>References: S. Karkar, I. Ayed, E. de Bézenac, P. Gallinari, A principle of least action for the training of
 * neural networks, ECML PKDD 2020; D. Politis, J. Romano, M. Wolf, Subsampling, Springer 1999.
 */
package org.leastaction.metrics.regularity;
