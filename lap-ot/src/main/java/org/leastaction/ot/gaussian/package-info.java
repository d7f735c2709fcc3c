/**
 * Gelbrich's lower bound of W₂ from means and covariances, which is the distance between Gaussians.
 *
 * <p>For any two distributions with means m₁, m₂ and covariances Σ₁, Σ₂, W₂² ≥ ‖m₁ − m₂‖² + tr Σ₁ + tr Σ₂ − 2 tr
 * (Σ₁<sup>½</sup> Σ₂ Σ₁<sup>½</sup>)<sup>½</sup>, with equality for Gaussians and for affine optimal maps. It needs
 * neither n² distances nor a covariance matrix: with Σ₁ = AᵀA and Σ₂ = BᵀB the last trace is the nuclear norm of ABᵀ,
 * and the centred points themselves are such factors.
 *
 * <pre>{@code
 * GelbrichBound bound = GelbrichBound.between(x, y, Parallelism.available());
 * bound.value();      // ≤ W₂²(x, y)
 * bound.means();      // the part of a translation
 * bound.bures();      // the part of a change of shape
 * }</pre>
 *
 * <p>Reference: M. Gelbrich, On a formula for the L² Wasserstein metric between measures on Euclidean and Hilbert
 * spaces, Mathematische Nachrichten 147 (1990), 185–203.
 */
package org.leastaction.ot.gaussian;
