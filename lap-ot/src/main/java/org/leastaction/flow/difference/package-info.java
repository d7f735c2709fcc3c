/**
 * Derivatives of maps that can only be evaluated: central differences, each taken twice and extrapolated.
 *
 * <p>A central difference D(h) = (f(x + hu) − f(x − hu)) / 2h has an error of O(h²) from truncation and O(ε/h) from
 * rounding; (4·D(h/2) − D(h)) / 3 removes the leading truncation term. No step size suits all points:
 * {@link org.leastaction.flow.difference.FiniteDifferences} halves the step several times and takes, at each point, the
 * extrapolation whose two differences agree best; their disagreement is the estimate of its error. At a kink (of a
 * ReLU) no two steps may agree, and the estimate is then large.
 *
 * <pre>{@code
 * DifferenceQuotient product = FiniteDifferences.directional(x -> model.transport(x, BlockObserver.NONE), points, u);
 * double worst = Arrays.stream(product.errors()).max().orElse(0);
 * }</pre>
 *
 * <p>L. F. Richardson, The approximate arithmetical solution by finite differences, Phil. Trans. A 210 (1911); W. H.
 * Press et al., Numerical Recipes, section 5.7.
 */
package org.leastaction.flow.difference;
